"""The build: the same input gives the same bytes, every claim is in the graph with its evidence."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib

from kg.built import Built
from kg.iris import BM, PREFIXES, claim_iri
from kg.tables.frame import safe_text
from tests.conftest import REAL, ROOT, TINY

NUMBER = re.compile(r"-?\d+(\.\d+)?")

FIXED = """
baimo.ttl baimo.nt.gz baimo.nq.gz baimo.jsonld baimo.sqlite ontology.ttl shapes.ttl prefixes.ttl manifest.json
""".split()  # noqa: SIM905  (a list to read)
TABLES = """
organizations people models verticals services offerings aliases alias_bindings conditions price_points
price_periods price_history price_events price_changes reactions derivations deployments indicators utterances
statements evidence sources disagreements
""".split()  # noqa: SIM905  (a list to read)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _build(data: Path, out: Path, cwd: Path, **environment: str) -> dict[str, str]:
    command = [sys.executable, "-m", "kg.cli", "build", "--data", str(data), "--out", str(out)]
    paths = {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, capture_output=True, cwd=cwd, env={**os.environ, **paths, **environment})
    return _digests(out)


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    """Another hash seed, locale, time zone, folder and place of the data change no byte."""
    moved = Path(shutil.copytree(TINY, tmp_path / "elsewhere" / "data"))
    first = _build(TINY, tmp_path / "a" / "dist", tmp_path, PYTHONHASHSEED="1", TZ="UTC")
    changed = {"PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
    second = _build(moved, tmp_path / "b" / "out", tmp_path / "elsewhere", **changed)
    assert first == second


def test_fixed_files_and_tables_are_there(tiny_dist: Path) -> None:
    data = tiny_dist / "data"
    assert [name for name in FIXED if not (data / name).is_file()] == []
    for table in TABLES:
        assert (data / "csv" / f"{table}.csv").is_file()
        assert (data / "parquet" / f"{table}.parquet").is_file()


def test_the_manifest_holds_for_every_file(tiny_dist: Path) -> None:
    manifest = json.loads((tiny_dist / "data" / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert listed == {path: digest for path, digest in _digests(tiny_dist / "data").items() if path != "manifest.json"}


def test_tables_agree_in_every_format(tiny_dist: Path, tiny_built: Built) -> None:
    with sqlite3.connect(tiny_dist / "data" / "baimo.sqlite") as connection:
        for name, table in tiny_built.tables.items():
            (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608
            assert count == len(table.rows)
            assert pq.read_metadata(tiny_dist / "data" / "parquet" / f"{name}.parquet").num_rows == len(table.rows)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader
def test_rdf_files_hold_one_graph(tiny_dist: Path) -> None:
    """Turtle, N-Triples and JSON-LD, read by two parsers, are the same statements."""
    data = tiny_dist / "data"
    store = ox.Store()
    store.bulk_load(path=str(data / "baimo.ttl"), format=ox.RdfFormat.TURTLE)
    assert not any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in store)
    turtle = rdflib.Graph().parse(data / "baimo.ttl", format="turtle")
    linked = rdflib.Graph().parse(data / "baimo.jsonld", format="json-ld")
    assert len(turtle) == len(linked) == len(store)
    assert set(turtle) == set(linked)


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(tiny_dist: Path) -> None:
    text = (tiny_dist / "data" / "csv" / "models.csv").read_text(encoding="utf-8")
    assert "evil-model,'=cmd|" in text
    files = sorted(tiny_dist.rglob("*.csv"))
    assert len(files) > 50
    for path in files:  # the tables and the files of entities
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                run = [cell for cell in row if cell[:1] in set("=+-@\t\r\n＝＋－＠") and not NUMBER.fullmatch(cell)]
                assert run == [], path


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_is_quoted_and_numbers_are_not(mark: str) -> None:
    assert safe_text(f"{mark}1+1") == f"'{mark}1+1"
    assert safe_text(Decimal("-97.5")) == "-97.5"
    assert safe_text(-3) == "-3"
    assert safe_text("Qwen-Long") == "Qwen-Long"


def test_published_prefixes_cover_every_kind(tiny_dist: Path) -> None:
    text = (tiny_dist / "data" / "prefixes.ttl").read_text(encoding="utf-8")
    assert "@prefix bmr-model: <https://w3id.org/baimo/id/model/> ." in text
    assert all(f"@prefix {name}: " in text for name in PREFIXES)


def test_every_claim_is_in_the_graph_with_source_and_locator(real_built: Built) -> None:
    store = real_built.store
    for claim in real_built.resolved.dataset.all_claims():
        node = claim_iri(claim.source, claim.table, claim.record.claim)
        evidence = [quad.object for quad in store.quads_for_pattern(node, BM("evidence"), None)]
        assert evidence, claim.name
        for name in ("evidenceSource", "locator"):
            assert any(store.quads_for_pattern(evidence[0], BM(name), None)), claim.name  # type: ignore[arg-type]


def test_all_claims_of_the_founding_article_are_in_the_graph(real_built: Built) -> None:
    source = "netease-163-baimo-2024"
    claims = [claim for claim in real_built.resolved.dataset.all_claims() if claim.source == source]
    keys = {claim.record.claim.partition("-")[0] for claim in claims}
    assert {f"c{number:02}" for number in range(1, 56)} <= keys


def test_the_real_data_is_in_canonical_form() -> None:
    from kg.fmt import fmt  # noqa: PLC0415

    assert fmt(REAL, write=False) == []


@pytest.mark.parametrize("name", ["data", "ontology"])
def test_no_generated_file_is_kept(name: str) -> None:
    assert not (ROOT / name / "dist").exists()
