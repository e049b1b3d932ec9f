"""Spoilt upstream copies to every importer: a clean error or claims that load, never another exception."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from kg.findings import KgError
from kg.ingest.awesome_pretrained_chinese_nlp_models import FILES
from kg.ingest.base import find_reader, origins, write_import
from kg.ingest.names import Names
from tests.fuzzing import Edit, edits, fuzz, spoil
from tests.ingest import test_awesome_chinese_llm as chinese
from tests.ingest import test_awesome_llms_in_china as landscape
from tests.ingest import test_awesome_pretrained_chinese_nlp_models as pretrained
from tests.ingest import test_epoch_ai_models as epoch
from tests.ingest import test_registers as registers
from tests.ingest import test_small_catalogues as small
from tests.ingest.catalogues import copy_of
from tests.ingest.price_lists import FIXTURES, registry

COMPANIES = """id,name,category,layer,founded,funding_round,products,url
deepseek,DeepSeek,model_open,model,2023,A轮,DeepSeek-R1; Nothing Known,https://www.deepseek.com
unitree,宇树科技,embodied_robot,embodied,2016,C轮,Unitree H1,https://www.unitree.com
"""
QIDS = "qid,label_as_seen,index_file_ids_where_seen\nQ14772,Baidu,1\nQ115305900,large language model (class),2\n"
MONTHS = ("_2305", "_2306", "_2308", "_2310", "_2311", "")
CATALOGUES: dict[str, dict[str, str]] = {
    "awesome-chinese-llm": {
        "README__md": chinese.README, "docーLLM__md": chinese.TREE, "docーLegal__md": chinese.LEGAL,
        "docーFinancial__md": "#", "docーMedical__md": "#",
    },
    "awesome-llms-in-china": {"README__md": landscape.LIST, "firstーlisted__derived__csv": landscape.LISTED},
    "awesome-open-foundation-models": {"README__md": small.BASES},
    "awesome-pretrained-chinese-nlp-models": {
        **{f"{name.replace('-', 'ー')}__md": "|模型|大小|\n|-|-|\n" for name in FILES},
        "chatーllm__md": pretrained.CHAT, "multimodalーchatーllm__md": pretrained.MULTIMODAL,
    },
    "cac-notices": {
        "filings__csv": registers.FILINGS, "notices__csv": registers.NOTICES,
        "countsーbyーprovinceー2025ー03__csv": registers.PROVINCES,
    },
    "china-ai-landscape": {"projects__csv": COMPANIES},
    "chinese-llm-benchmark": {"LLMーhistory__transcribed__csv": small.HISTORY},
    "ecosystem-graphs": {"all_assets__csv": small.ASSETS},
    "epoch-ai-models": {"all_ai_models__cnーhkーtw__csv": epoch.TABLE},
    "industry-use": {"bidーstats__csv": registers.BIDS, "deployments__csv": registers.USES},
    "ror-organisations": {"organisations__csv": registers.ROR},
    "stock-codes": {"codes__csv": registers.CODES},
    "superclue": {
        **{f"README{month}__md": "" for month in MONTHS},
        "README_2307__md": small.BOARD, "README_2310__md": small.BOARD,
    },
    "wikidata-qids": {"qids__csv": QIDS},
}  # fmt: skip
"""Origin → files of a small copy."""
SHARED_COPIES = {"fed-h10": "fx-usd-cny", "ecb-reference-rates": "fx-usd-cny"}
"""Origin → folder of its fixture, where that is not its name."""


def make_copy(origin: str, folder: Path) -> Path:
    """Write a small copy of an upstream."""
    if origin in CATALOGUES:
        if origin == "cac-notices":
            copy_of(folder.parent / "cac-filing-numbers", filings__csv=registers.NUMBERS)
        return copy_of(folder, **CATALOGUES[origin])
    return Path(shutil.copytree(FIXTURES / SHARED_COPIES.get(origin, origin), folder))


@pytest.fixture(scope="session")
def names() -> Names:
    """Return the names of the checkout, looked up once."""
    return registry()


def test_every_origin_has_a_copy_to_spoil() -> None:
    fixtures = {path.name for path in FIXTURES.iterdir()} | set(SHARED_COPIES)
    assert [origin for origin in origins() if origin not in fixtures | set(CATALOGUES)] == []


@pytest.mark.parametrize("origin", origins())
def test_the_copies_are_read(origin: str, names: Names, tmp_path: Path) -> None:
    assert find_reader(origin)(make_copy(origin, tmp_path / origin), names).count


@pytest.mark.parametrize("origin", origins())
def test_a_spoilt_copy_is_told_or_read(origin: str, names: Names, tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.mktemp("upstream")
    folder = make_copy(origin, base / origin)
    files = sorted(path for path in folder.iterdir() if path.is_file())
    whole = {path: path.read_bytes() for path in files}
    reader: Callable[[Path, Names], object] = find_reader(origin)
    sources = base / "sources"

    @given(changes=edits())
    @fuzz
    def spoilt(changes: list[Edit]) -> None:
        path = files[changes[0].place % len(files)]
        path.write_bytes(spoil(whole[path], changes))
        try:
            write_import(reader(folder, names), sources)  # type: ignore[arg-type]
        except KgError as error:
            assert str(error)
        finally:
            path.write_bytes(whole[path])

    spoilt()
    assert [path.name for path in sources.glob(".*")] == []


@pytest.mark.parametrize("cell", ["[,'Pile']", "[" * 20_000, "['Pile'", "{}[0]"])
def test_a_list_of_names_that_is_none_is_told(names: Names, tmp_path: Path, cell: str) -> None:
    """Met among 10,000 spoilt copies: a literal that Python cannot read raises `SyntaxError` or `MemoryError`."""
    folder = make_copy("ecosystem-graphs", tmp_path / "ecosystem-graphs")
    path = next(path for path in sorted(folder.iterdir()) if "['" in path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\['.*?\]", lambda _: cell, text, count=1), encoding="utf-8")
    with pytest.raises(KgError, match="not of the form"):
        find_reader("ecosystem-graphs")(folder, names)
