"""What the graph says of each claim in few words agrees with the claim's own statements, on the real data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.iris import BM, RDF
from kg.query import Rows, run
from kg.store import load_store


@pytest.fixture(scope="module")
def store(real_dist: Path) -> ox.Store:
    return load_store(real_dist / "data")


def ask(store: ox.Store, where: str) -> Rows:
    found = run(store, f"SELECT * WHERE {{ {where} }}")
    assert isinstance(found, Rows)
    return found


def saying(store: ox.Store, where: str) -> tuple[str, str]:
    """Return the one saying of the claims that a pattern finds, in Chinese and in English."""
    (found,) = {(row["zh"], row["en"]) for row in ask(store, f"{where} ?claim bm:saysZh ?zh ; bm:saysEn ?en")}
    assert found[0] and found[1]
    return found[0], found[1]


def test_every_claim_is_about_one_thing(store: ox.Store) -> None:
    claims = {quad.subject for quad in store.quads_for_pattern(None, RDF("type"), BM("Assertion"))}
    about = [quad.subject for quad in store.quads_for_pattern(None, BM("aboutThing"), None)]
    assert len(about) == len(set(about))
    assert set(about) == claims


def test_every_price_says_its_amount_and_currency_as_published(store: ox.Store) -> None:
    prices = ask(
        store, "?claim a bm:PricePoint ; bm:amount ?amount ; bm:currency ?currency ; bm:saysZh ?zh ; bm:saysEn ?en"
    )
    assert len(prices) > 15_000
    for row in prices:
        assert row["zh"] == row["en"] and row["en"] is not None
        amount, currency = row["en"].split(" ")[:2]
        assert Decimal(amount) == Decimal(row["amount"] or ""), row
        assert currency == row["currency"], row


@pytest.mark.parametrize(
    ("what", "entity"),
    [
        ("bm:Derivation", "bm:baseModel"),
        ("bm:Reaction", "bm:reactsTo"),
        ("bm:AliasBinding", "bm:bindsTo"),
        ("bm:OfferingDescription", "bm:offersModel"),
        ("bm:Statement", "rdf:object"),
    ],
)
def test_a_claim_that_leads_to_something_says_its_name(store: ox.Store, what: str, entity: str) -> None:
    names = ask(
        store,
        f"?claim a {what} ; {entity} ?thing ; bm:saysZh ?zh ; bm:saysEn ?en . "
        "?thing bm:nameZh ?nameZh ; bm:nameEn ?nameEn",
    )
    assert len(names)
    assert not [row for row in names if (row["zh"], row["en"]) != (row["nameZh"], row["nameEn"])]


def test_the_cut_of_qwen_long_says_what_the_founding_article_prints(store: ox.Store) -> None:
    """The input price fell from 0.02 to 0.0005 yuan a thousand tokens."""
    zh, en = saying(
        store,
        "?claim a bm:PriceChange ; bm:evidence/bm:evidenceSource bmr-source:netease-163-baimo-2024 ; "
        "bm:aboutThing/bm:offersModel bmr-model:qwen-long ; bm:aspect bmv:component-input .",
    )
    assert zh == "降价，0.02 → 0.0005 CNY / 1k tokens"
    assert en == "Cut, 0.02 → 0.0005 CNY / 1k tokens"


def test_a_figure_keeps_its_comparator_in_the_language_of_the_view(store: ox.Store) -> None:
    more = ask(
        store,
        "?claim bm:comparator bmv:comparator-more-than ; bm:value ?value ; bm:unit ?unit ; "
        "bm:saysZh ?zh ; bm:saysEn ?en",
    )
    assert len(more)
    for row in more:
        assert row["zh"] == f"超过 {row['value']} {row['unit']}"
        assert row["en"] == f"more than {row['value']} {row['unit']}"


def test_what_a_source_claims_names_everything_it_is_about(real_dist: Path) -> None:
    """No row of the founding article's claims lacks what it is about or what it says."""
    rows = kg.load(real_dist).query("claims-of-a-source").records()
    assert len(rows) > 100
    assert not [row for row in rows if not (row["says_zh"] and row["says_en"])]
