"""Measures of the landscape: depth of lineages, hubs, organizations by vertical."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from kg.built import Built
from kg.loading import load
from kg.measures import derivation_graph, hubs, lineages, models_by_vertical, vertical_matrix, with_narrower
from kg.resolve import Resolved, resolve
from tests.conftest import REAL

Graph = nx.DiGraph  # the edges run from what was made to its base


def _graph(*edges: tuple[str, str]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = Graph()
    for made, base in edges:
        graph.add_edge(f"model/{made}", f"model/{base}", kinds={"based-on"}, lineages={"a"})
    return graph


def test_the_depth_is_the_longest_chain_to_a_root() -> None:
    graph = _graph(("c", "b"), ("b", "a"), ("c", "a"), ("d", "c"))
    found = {one.model: one for one in lineages(graph)}
    assert {name: one.depth for name, one in found.items()} == {"model/b": 1, "model/c": 2, "model/d": 3}
    assert found["model/d"].chain == ("model/d", "model/c", "model/b", "model/a")
    assert found["model/c"].bases == ("model/a", "model/b")
    assert found["model/d"].roots == ("model/a",)


def test_of_two_chains_as_long_the_first_by_name_is_shown() -> None:
    (*_, one) = lineages(_graph(("z", "y"), ("z", "x"), ("y", "root-2"), ("x", "root-1")))
    assert one.chain == ("model/z", "model/x", "model/root-1")
    assert one.roots == ("model/root-1", "model/root-2")


def test_claims_in_a_circle_end() -> None:
    found = {one.model: one for one in lineages(_graph(("a", "b"), ("b", "a"), ("c", "a")))}
    assert {name: one.depth for name, one in found.items()} == {"model/a": 0, "model/b": 0, "model/c": 1}
    assert found["model/c"].roots == ()


def test_a_hub_counts_steps_and_members_of_its_family() -> None:
    graph = _graph(("tuned", "llama-7b"), ("again", "tuned"), ("own", "llama"))
    members: nx.DiGraph[str] = nx.DiGraph([("model/llama-7b", "model/llama")])
    found = {hub.base: hub for hub in hubs(graph, members)}
    llama = found["model/llama"]
    assert (llama.direct, llama.transitive) == (("model/own",), ("model/own",))
    assert llama.with_members == ("model/again", "model/own", "model/tuned")
    assert found["model/llama-7b"].transitive == ("model/again", "model/tuned")
    assert next(iter(found)) == "model/llama"


def _tiny(data: Path) -> Resolved:
    return resolve(load(data)[0])[0]


def test_the_matrix_joins_developers_with_the_verticals_of_their_models(tiny_data: Path) -> None:
    folder = tiny_data / "sources" / "more"
    folder.mkdir()
    source = (tiny_data / "sources" / "press-2024-05-21" / "source.toml").read_text(encoding="utf-8")
    (folder / "source.toml").write_text(source, encoding="utf-8")
    rows = "d,model/qwen-max,developer,organization/01ai,P1\nv,model/qwen-max,vertical,vertical/media,P1\n"
    (folder / "facts.csv").write_text(f"claim,subject,property,object,locator\n{rows}", encoding="utf-8")
    matrix = vertical_matrix(_tiny(tiny_data))
    assert matrix["01ai", "media"].models == {"model/qwen-max"}
    assert models_by_vertical(_tiny(tiny_data))["media"] >= {"model/qwen-max"}
    assert with_narrower(_tiny(tiny_data), "media") == ["media"]


def test_the_tables_of_measures_agree_with_each_other(real_built: Built) -> None:
    tables = {name: real_built.tables[name].records() for name in ("lineage_depth", "derivation_hubs")}
    models = {row["model"] for row in tables["lineage_depth"]}
    pairs = {(row["derived"], row["base"]) for row in real_built.tables["derivations"].records()}
    assert models == {derived for derived, base in pairs if derived != base}
    assert sum(int(str(row["direct"])) for row in tables["derivation_hubs"]) == len(
        {pair for pair in pairs if pair[0] != pair[1]}
    )
    assert all(int(str(row["transitive"])) >= int(str(row["direct"])) for row in tables["derivation_hubs"])


def test_no_model_of_the_real_data_descends_from_itself() -> None:
    assert nx.is_directed_acyclic_graph(derivation_graph(_tiny(REAL)))


def test_a_wider_vertical_has_at_least_what_its_narrower_ones_have(real_built: Built) -> None:
    counts = {str(row["vertical"]): row for row in real_built.tables["vertical_counts"].records()}
    for row in counts.values():
        assert int(str(row["made_with_narrower"])) >= int(str(row["made"]))
        if row["broader"]:
            wider = counts[str(row["broader"])]
            assert int(str(wider["made_with_narrower"])) >= int(str(row["made_with_narrower"]))
