"""Hostile data: tricks of Unicode, links, names of folders, nesting and addresses are told in one line each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build, make
from kg.findings import DataError, Finding
from kg.values import hidden_mark, parse_address, parse_decimal, parse_slug

PRESS = "sources/press-2024-05-21"
LIST = "sources/list-2024"
Spoil = Callable[[str, str, str], Path]


def told(data: Path) -> list[str]:
    """Return the lines of the findings against a data folder."""
    with pytest.raises(DataError) as caught:
        make(data)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\x01", "\x1b", "\ufeff", "\ufffe", "\u2028"])
@pytest.mark.parametrize(
    ("path", "old", "column"),
    [
        ("registry/people.csv", "Kai-Fu", "label_en"),
        ("registry/aliases.csv", "ENIRE", "spelling"),
        (f"{PRESS}/facts.csv", "P01", "locator"),
    ],
)
def test_a_mark_that_cannot_be_seen_is_named_and_not_printed(
    spoil: Spoil, mark: str, path: str, old: str, column: str
) -> None:
    lines = told(spoil(path, old, f"{old[0]}{mark}{old[1:]}"))
    assert any(f"data/{path}" in line and f"{column}: holds U+{ord(mark):04X}" in line for line in lines), lines
    assert all(line.isprintable() for line in lines)


def test_a_line_break_in_a_cell_stays_one_line(spoil: Spoil) -> None:
    lines = told(spoil("registry/people.csv", "Kai-Fu Lee", '"Kai-Fu\nLee"'))
    assert lines == ["data/registry/people.csv:2: label_en: holds U+000A, a mark that cannot be seen; take it out"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('title = "Price list"', f"title = {'[' * 20_000}", "nested too deeply"),
        ('title = "Price list"', f"a = {'{a=' * 3_000}1{'}' * 3_000}", "nested too deeply"),
        ('title = "Price list"', f"title = {'9' * 6_000}", "a number too long"),
        ('title = "Price list"', 'title = "a\\u202Eb"', "title: holds U+202E"),
        ('title = "Price list"', 'title = ""', "title is empty"),
        ('repo = "example/list"', 'url = "javascript:alert(1)"', "url: "),
        ('repo = "example/list"', 'url = "file:///etc/passwd"', "url: "),
        ('repo = "example/list"', 'repo = "../../etc/passwd"', "repo: "),
        ("0123456789abcdef0123456789abcdef01234567", "<script>", "commit: "),
        ("retrieved = 2024-07-30", "retrieved = 0001-01-01", "retrieved: "),
    ],
    ids=["arrays", "tables", "digits", "direction", "empty", "script", "file", "dots", "commit", "year 1"],
)
def test_a_hostile_header_of_a_source_is_told(spoil: Spoil, old: str, new: str, place: str) -> None:
    lines = told(spoil(f"{LIST}/source.toml", old, new))
    assert any(line.startswith(f"data/{LIST}/source.toml") and place in line for line in lines), lines


@pytest.mark.parametrize("name", ["<b>x", "LIST", "价目表", "a b", os.fsdecode(b"\xff")])
def test_the_folder_of_a_source_bears_an_id(tiny_data: Path, name: str) -> None:
    shutil.copytree(tiny_data / LIST, tiny_data / "sources" / name)
    lines = told(tiny_data)
    assert any("is not an id; name the folder" in line for line in lines)
    "\n".join(lines).encode()  # can be written anywhere


@pytest.mark.parametrize("target", ["facts.csv", "/nowhere", "/dev/zero", "."])
def test_a_link_that_leads_to_no_file_loses_no_claim_in_silence(tiny_data: Path, target: str) -> None:
    table = tiny_data / PRESS / "facts.csv"
    table.unlink()
    table.symlink_to(target)
    assert any(f"data/{PRESS}/facts.csv: is a folder, a device or a link" in line for line in told(tiny_data))


@pytest.mark.parametrize(
    "path",
    ["judgements/rank.csv", "sources/readme.txt", f"{LIST}/price/2024.csv", f"{LIST}/prices/notes.txt"],
)
def test_a_file_that_nothing_reads_is_told(tiny_data: Path, path: str) -> None:
    (tiny_data / path).parent.mkdir(exist_ok=True)
    (tiny_data / path).write_text("claim\n", encoding="utf-8")
    stranger = path if not path.endswith("2024.csv") else f"{LIST}/price"
    assert any(line.startswith(f"data/{stranger}: is ") for line in told(tiny_data))


def test_a_file_in_place_of_a_folder_is_told(tiny_data: Path) -> None:
    shutil.rmtree(tiny_data / "judgements")
    (tiny_data / "judgements").write_text("x", encoding="utf-8")
    assert told(tiny_data) == ["data/judgements: is no folder; put a folder of CSV files in its place"]


def test_regions_do_not_lie_in_themselves(spoil: Spoil) -> None:
    lines = told(spoil("registry/regions.csv", "china,中国,China,source,,", "china,中国,China,source,zhejiang,"))
    assert len(lines) == 2
    assert all("broader: the region lies in itself" in line for line in lines)


def test_markup_in_names_is_text_on_every_page(spoil: Spoil, tmp_path: Path) -> None:
    attack = "<script>alert(1)</script>"
    data = spoil("registry/people.csv", "Kai-Fu Lee", attack)
    alias = (data / "registry" / "aliases.csv").read_text(encoding="utf-8")
    (data / "registry" / "aliases.csv").write_text(alias.replace("ENIRE Long", "<img src=x onerror=alert(2)>"))
    build(data, tmp_path / "dist")
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "dist" / "site").rglob("*.html")]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    assert not any(attack in page or "<img src=x" in page for page in pages)


@pytest.mark.parametrize("text", ["-0", "-0.0", "-0.00"])
def test_minus_zero_is_no_figure(text: str) -> None:
    with pytest.raises(ValueError, match="is not a plain decimal"):
        parse_decimal(text)


def test_small_negative_figures_are_figures() -> None:
    assert [str(parse_decimal(text)) for text in ("-0.5", "0", "0.0", "-10")] == ["-0.5", "0", "0.0", "-10"]


def test_an_id_is_short_enough_for_the_name_of_a_file() -> None:
    assert parse_slug("a" * 120) == "a" * 120
    with pytest.raises(ValueError, match="has 121 marks; write at most 120"):
        parse_slug("a" * 121)


@pytest.mark.parametrize("text", ["http://a.b/c?d=e&f#g", "https://百度.cn/路", "https://x"])
def test_addresses_of_the_web_are_addresses(text: str) -> None:
    assert parse_address(text) == text


@pytest.mark.parametrize("text", ["https://", "HTTPS://x", "https://x y", 'https://x/"', "//x", "https://x/<b>"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="has not the right form"):
        parse_address(text)


def test_ideographic_and_other_blanks_can_be_seen() -> None:
    assert hidden_mark("2024 年\u3000价格战\u00a0") is None


def test_a_long_message_is_cut() -> None:
    assert len(str(Finding("data/x.csv", 1, "a", "y" * 100_000))) < 2_100
