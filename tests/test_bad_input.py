"""Bad input: each fault is told with file, row, column and the mend; nothing is half-written; exit code 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build, make
from kg.findings import DataError, KgError

PRESS = "sources/press-2024-05-21"
LIST = "sources/list-2024"
Spoil = Callable[[str, str, str], Path]

# fmt: off
FAULTS = [
    ("unknown column", f"{LIST}/prices.csv", "claim,service", "claim,servce", "1: servce", "the nearest is service"),
    ("missing column", f"{LIST}/derivations.csv", "base,", "", "1: base", "is missing; add it"),
    ("unknown id", f"{PRESS}/facts.csv", "organization/du-xiaoman,", "organization/du-xiaomann,", "object", "du-xiaoman"),
    ("unknown property", f"{PRESS}/facts.csv", ",developer,", ",developper,", "property", "the nearest is developer"),
    ("unknown code", f"{PRESS}/reactions.csv", "refusal", "refusel", "reaction_kind", "the nearest is refusal"),
    ("not a currency", f"{LIST}/prices.csv", "CNY", "RMB", "currency", "write CNY"),
    ("exponent", f"{LIST}/prices.csv", ",20,1000000", ",1e-4,1000000", "amount", "as 0.0008"),
    ("month thirteen", f"{LIST}/prices.csv", ",2024-05-01,20,", ",2024-13-01,20,", "observed_on", "write YYYY-MM-DD"),
    ("a month is no day", f"{LIST}/prices.csv", ",2024-05-01,20,", ",2024-05,20,", "observed_on", "write YYYY-MM-DD"),
    ("empty locator", f"{PRESS}/facts.csv", ",,P01", ",,", "locator", "fill it in"),
    ("spreadsheet month", f"{PRESS}/indicators.csv", "2024-01~", "May-24", "period", "rewritten by a spreadsheet"),
    ("spreadsheet error", f"{PRESS}/utterances.csv", "2024-05,", "#NAME?,", "on", "error value of a spreadsheet"),
    ("dangling source", "registry/aliases.csv", "*,ENIRE", "pres,ENIRE", "source", "does not exist"),
    ("dangling relay", f"{PRESS}/indicators.csv", "report-2024", "report-2023", "relayed_via", "report-2024"),
    ("dangling judgement", "judgements/ranks.csv", "output~slip", "output~slop", "claim", "the nearest is"),
    ("no such part", "judgements/disagreements.csv", "~slip,", "~slip#after,", "claims", 'no part "after"'),
    ("favoured stranger", "judgements/disagreements.csv", "resolved,list", "resolved,press-2024-05-21/c1;list", "favoured", "not among"),
    ("positive cut", f"{PRESS}/price_changes.csv", "-97.5", "97.5", "", "write -97.5"),
    ("amount without unit", f"{LIST}/prices.csv", ",20,1000000,token", ",20,,token", "", "write 1000 or 1000000"),
    ("reused id", "registry/models.csv", "qwen-max-0428,", "qwen-max,", "id", "ids are never reused"),
    ("redirected id kept", "registry/redirects.csv", "model/qwen-l,", "model/qwen-max,", "old", "still stands"),
    ("self mirror", f"{LIST}/source.toml", 'lineage = "list"', 'lineage = "list"\nmirror_of = "list-2024"', "mirror_of", "itself"),
    ("unknown key", f"{LIST}/source.toml", "licence", "license", "license", "take it out"),
    ("not TOML", f"{LIST}/source.toml", 'title = "', 'title = ', "", "is not TOML"),
    ("wrong kind of subject", f"{PRESS}/facts.csv", "model/xuanyuan,vertical", "region/china,vertical", "subject", "is said of"),
    ("condition not canonical", f"{LIST}/prices.csv", "input=..32000;tier", "tier=whole-request;input=..32000;x", "condition", "condition"),
    ("window unknown", f"{LIST}/prices.csv", "window=night", "window=knight", "condition", "the nearest is night"),
# ruff: noqa: E501  (one fault a line)
]
# fmt: on


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "mend"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_planted_fault_is_told_with_place_and_mend(
    spoil: Spoil, path: str, old: str, new: str, place: str, mend: str
) -> None:
    with pytest.raises(DataError) as caught:
        make(spoil(path, old, new))
    told = str(caught.value)
    assert any(f"data/{path}" in line and place in line and mend in line for line in told.splitlines()), told


def test_a_duplicate_key_names_the_first_place(spoil: Spoil) -> None:
    data = spoil(f"{PRESS}/facts.csv", "\nf2,", "\nf1,")
    with pytest.raises(
        DataError, match=r"facts\.csv:\d+: claim: \"f1\" is the key of data/.*give this claim another key"
    ):
        make(data)


def test_colliding_checksums_are_told(tiny_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.resolve.claim_hash", lambda *_: "0" * 12)
    with pytest.raises(DataError, match=r"its checksum 0{12} is that of .*; give this claim another key"):
        make(tiny_data)


def test_invalid_utf8_is_told_with_its_line(tiny_data: Path) -> None:
    path = tiny_data / PRESS / "facts.csv"
    path.write_bytes(path.read_bytes().replace(b"P02", b"P\xff2", 1))
    with pytest.raises(DataError, match=r"facts\.csv:\d+: is not UTF-8 at byte \d+; save the file as UTF-8"):
        make(tiny_data)


def test_a_byte_order_mark_is_told(tiny_data: Path) -> None:
    path = tiny_data / PRESS / "facts.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with pytest.raises(DataError, match="begins with a byte order mark"):
        make(tiny_data)


def test_a_file_of_zero_bytes_is_told(tiny_data: Path) -> None:
    (tiny_data / PRESS / "facts.csv").write_bytes(b"")
    with pytest.raises(DataError, match=r"facts\.csv: is empty; write the header row, or delete the file"):
        make(tiny_data)


def test_a_misspelt_table_is_not_lost_in_silence(tiny_data: Path) -> None:
    (tiny_data / LIST / "prices.csv").rename(tiny_data / LIST / "price.csv")
    with pytest.raises(DataError, match=r"list-2024/price\.csv: is not a file of this folder"):
        make(tiny_data)


@pytest.mark.parametrize(
    ("folder", "told"),
    [("", "there is no such folder"), ("registry", "the folder is missing"), ("sources", "the folder is missing")],
)
def test_a_missing_folder_is_told(tiny_data: Path, folder: str, told: str) -> None:
    shutil.rmtree(tiny_data / folder)
    with pytest.raises(DataError, match=told):
        make(tiny_data)


def test_a_hand_edit_in_an_import_folder_is_refused(spoil: Spoil) -> None:
    data = spoil(f"{LIST}/source.toml", 'origin = "hand"', f'origin = "import"\ndigest = "{"0" * 64}"')
    with pytest.raises(DataError, match=r"digest: the tables of this import differ from what `kg ingest` wrote"):
        make(data)


def test_all_faults_are_told_in_one_run(spoil: Spoil) -> None:
    spoil(f"{LIST}/prices.csv", "CNY", "RMB")
    spoil(f"{PRESS}/facts.csv", ",developer,", ",developper,")
    data = spoil("judgements/ranks.csv", "order-of-magnitude", "order-of-magnitud")
    with pytest.raises(DataError) as caught:
        make(data)
    assert {finding.column for finding in caught.value.findings} >= {"currency", "property", "reason"}


def test_a_failed_build_leaves_the_last_good_output(spoil: Spoil, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    data = spoil("dataset.toml", "0.0.1", "0.0.2")
    build(data, out)
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    spoil(f"{LIST}/prices.csv", "CNY", "RMB")
    with pytest.raises(DataError):
        build(data, out)
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".dist")] == []


def test_a_folder_that_no_build_made_is_not_overwritten(tiny_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "home"
    out.mkdir()
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KgError, match="was not made by kg build"):
        build(tiny_data, out)
    assert (out / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_the_command_line_ends_with_code_two_and_no_traceback(spoil: Spoil, tmp_path: Path) -> None:
    data = spoil(f"{LIST}/prices.csv", "CNY", "RMB")
    command = [sys.executable, "-m", "kg.cli", "build", "--data", str(data), "--out", str(tmp_path / "dist")]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C"}, check=False
    )
    assert done.returncode == 2
    assert "write CNY" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "dist").exists()
