"""The landscape on the real data: who serves finance, what stands on LLaMA, what Zhejiang has, how much there is."""

from __future__ import annotations

import pytest

from kg.agreement import Agreement
from kg.answers.database import Database
from kg.answers.show import show
from kg.built import Built
from kg.exports.tabular import write_sqlite
from kg.findings import KgError
from kg.measures import with_narrower
from kg.query import bind, find_query, with_prefixes

PRICE_LISTS = {"offerings", "prices", "price_changes", "alias_bindings"}


@pytest.fixture(scope="module")
def database(real_built: Built, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Return the tables of the real data to ask."""
    path = tmp_path_factory.mktemp("landscape") / "baimo.sqlite"
    write_sqlite(real_built.tables, real_built.meta, path)
    return Database(path)


# --- names ---


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("轩辕", "model/xuanyuan"),
        ("ant group", "organization/ant-group"),
        ("蚂蚁集团", "organization/ant-group"),
        ("hundsun", "organization/hundsun"),
        ("恒生电子", "organization/hundsun"),
        ("阿里云", "organization/alibaba-cloud"),
    ],
)
def test_a_name_finds_the_right_thing(database: Database, name: str, entity: str) -> None:
    assert show(database, name).entity == entity


def test_a_name_of_a_model_and_of_a_company_is_refused_with_both(database: Database) -> None:
    with pytest.raises(KgError, match=r"(?s)fits several.*model/qilin-youlianyun.*organization/apus"):
        show(database, "麒麟")


def test_show_names_what_its_rows_refer_to(database: Database) -> None:
    shown = show(database, "轩辕")
    assert shown.known_as["organization/duxiaoman"] == "度小满 · Du Xiaoman"
    assert shown.known_as["vertical/finance"] == "金融 · Finance"


# --- questions ---


def _ask(built: Built, name: str, **params: str) -> list[dict[str, str]]:
    solutions = built.store.query(with_prefixes(bind(find_query(name), params)))
    columns = [variable.value for variable in solutions.variables]  # type: ignore[union-attr]
    rows = ([term.value if term is not None else "" for term in row] for row in solutions)  # type: ignore[union-attr]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_who_serves_finance(real_built: Built) -> None:
    found = {
        row["organization_zh"] for row in _ask(real_built, "organizations-in-vertical", vertical="bmv:vertical-finance")
    }
    assert {"度小满", "恒生电子", "马上消费", "有连云", "海通证券", "蚂蚁集团", "东方财富证券"} <= found


def test_which_models_for_a_vertical_stand_on_llama_or_bloom(real_built: Built) -> None:
    for base, expected in (("llama", ("聚宝盆", "法律")), ("bloom", ("轩辕", "金融"))):
        rows = _ask(real_built, "models-on-a-base", base=f"bmr-family:{base}")
        assert expected[0] in {row["model_zh"] for row in rows}
        assert expected[1] in {row["vertical_zh"] for row in rows}
        assert all(row["source"] and row["locator"] for row in rows)


def test_what_zhejiang_has(real_built: Built) -> None:
    rows = _ask(real_built, "organizations-of-region", region="bmv:region-zhejiang")
    assert {"阿里云", "蚂蚁集团", "恒生电子", "深度求索", "浙江大学"} <= {row["organization_zh"] for row in rows}
    assert "杭州" in {row["region_zh"] for row in rows}


def _developers(built: Built) -> dict[str, set[tuple[str, str]]]:
    """Return model or other thing → (organization, locator) as the list of models in China gives them."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in built.tables["statements"].records():
        if row["property"] == "developer" and row["source"] == "awesome-llms-in-china":
            found.setdefault(str(row["subject"]), set()).add((str(row["object"]), str(row["locator"])))
    return found


def test_the_finance_models_of_the_article_have_the_developers_of_the_catalogue(real_built: Built) -> None:
    made = _developers(real_built)
    pairs = {
        "model/tianjing": "organization/mashang-consumer",
        "model/xuanyuan": "organization/duxiaoman",
        "model/lightgpt": "organization/hundsun",
        "model/qilin-youlianyun": "organization/youlianyun",
        "model/fanhai-yandao": "organization/haitong-securities",
    }
    for model, organization in pairs.items():
        ((developer, locator),) = made[model]
        assert developer == organization
        assert "README.md#L" in locator
    statements = real_built.tables["statements"].records()
    assert not [
        row
        for row in statements
        if row["property"] == "developer" and row["object"] == "organization/eastmoney-securities"
    ]


# --- numbers to reach ---


def _of_catalogues(built: Built, subject: str) -> set[str]:
    """Return the subjects of a kind that a source other than a price list speaks of."""
    dataset = built.resolved.dataset
    lists = {claim.source for table in PRICE_LISTS for claim in dataset.claims[table]}
    facts = {claim.source for claim in dataset.claims["derivations"]}
    facts |= {claim.source for claim in dataset.claims["facts"] if claim.record.property == "vertical"}
    named = {
        str(claim.record.subject)
        for claim in dataset.claims["facts"]
        if claim.source not in lists or claim.source in facts
    }
    for claim in dataset.claims["derivations"]:
        named |= {str(claim.record.derived), str(claim.record.base)}
    return {name for name in named if name.startswith(f"{subject}/")}


def test_models_that_a_source_other_than_a_price_list_names(real_built: Built) -> None:
    assert len(_of_catalogues(real_built, "model")) >= 1050


def test_organizations_that_develop_something(real_built: Built) -> None:
    """Three counts: models or families; with applications; of these, in China by a claim of seat or nationality."""
    agreement = Agreement(real_built.resolved)
    makers: dict[str, set[str]] = {}
    chinese: set[str] = set()
    for claim in real_built.resolved.dataset.claims["facts"]:
        fact = claim.record
        if fact.property == "developer" and fact.object.kind == "organization":
            makers.setdefault(str(fact.object), set()).add(fact.subject.kind)
        seat = str(fact.object) if fact.property in {"based_in", "nationality_stated"} else ""
        if seat and agreement.country(seat) == "region/china":
            chinese.add(str(fact.subject))
    of_models = {name for name, kinds in makers.items() if kinds & {"model", "family"}}
    assert len(of_models) >= 330
    assert len(set(makers) & chinese) >= 330


def test_verticals_in_use(real_built: Built) -> None:
    used = [row for row in real_built.tables["vertical_counts"].records() if int(str(row["made"]))]
    assert len(used) >= 27
    assert "audit" in with_narrower(real_built.resolved, "finance")


def test_derivations_and_the_share_whose_kind_is_not_told(real_built: Built) -> None:
    rows = real_built.tables["derivations"].records()
    assert len({(row["derived"], row["base"]) for row in rows}) >= 330
    assert sum(row["kind"] == "unspecified" for row in rows) / len(rows) < 0.05


def test_every_transliterated_label_is_tagged(real_built: Built) -> None:
    for name in ("organizations", "models", "verticals"):
        for row in real_built.tables[name].records():
            assert row["label_zh"] or row["label_en"]
            if row["label_origin"] == "transliteration":
                assert row["label_zh"]
                assert row["label_en"]
