"""One word for one idea: the glossary agrees with the ontology, and the words that it avoids do not occur."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from rdflib import RDFS, Graph

from kg import records, vocabulary
from kg.built import Built
from kg.cli import app
from kg.iris import ROOT as IRI_ROOT
from kg.loading import JUDGEMENTS, REGISTRY_LISTS
from kg.paths import ontology_dir
from tests.documents import ROOT

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
TERMS = {
    "family": "ModelFamily",
    "version": "ModelVersion",
    "condition": "PriceCondition",
    "SKU": "sku",
    "claim": "Assertion",
}
"""Word → term of the ontology, where it is not the word in camelCase."""
NO_TERM = {"judgement", "mark", "series", "rule", "finding", "record", "origin", "as-of day"}
"""Words of the machinery, of which the graph does not speak."""
PHRASES = {
    "fact, when the source matters",
    "people, as one word for one",
    "reseller, for all of them",
    "origin of a source",
}
"""What is to be avoided in some uses alone: nothing that a test could look for."""


def rows(columns: int) -> list[list[str]]:
    cells = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in GLOSSARY.splitlines() if line[:2] == "| "
    ]
    return [row for row in cells if len(row) == columns and row[0] not in {"word", "name"}]


def avoided() -> dict[str, str]:
    """Word to avoid → the word to use."""
    found: dict[str, str] = {}
    for word, _, _, avoid in rows(4):
        if avoid not in PHRASES:
            found |= dict.fromkeys(re.split(r", ", avoid), word)
    return found


def kept() -> set[str]:
    return {name for row in rows(2) for name in re.findall(r"`([^`]+)`", row[0])}


def banned() -> list[str]:
    text = GLOSSARY.partition("## Words that stand nowhere\n\n")[2].partition(".\n")[0]
    return [re.sub(r" \(.*\)", "", word.strip()) for word in text.replace("\n", " ").split(",")]


# --- Chinese words are the ontology's ---


@cache
def labels() -> dict[str, str]:
    """Local name of a class or property → Chinese label."""
    graph = Graph().parse(ontology_dir() / "baimo.ttl", format="turtle")
    return {
        str(term).removeprefix(f"{IRI_ROOT}ontology#"): str(label)
        for term, label in graph.subject_objects(RDFS.label)
        if getattr(label, "language", "") == "zh-Hans"
    }


@pytest.mark.parametrize("word", [row[0] for row in rows(4) if row[0] not in NO_TERM])
def test_the_chinese_word_is_the_label_of_the_term(word: str) -> None:
    chinese = next(row[1] for row in rows(4) if row[0] == word)
    camel = "".join(part.capitalize() for part in word.split())
    term = TERMS.get(word) or next(name for name in (camel, camel[0].lower() + camel[1:]) if name in labels())
    assert labels()[term] == chinese


def test_no_word_stands_twice() -> None:
    words = [row[0] for row in rows(4)]
    assert len(words) == len(set(words))
    chinese = [row[1] for row in rows(4)]
    assert len(chinese) == len(set(chinese))


# --- words to avoid ---


def public_names(built: Built) -> set[str]:
    """Every name that a user meets: tables, columns, verbs, options, terms, codes, queries, rules."""
    inputs: dict[str, type[records.Record]] = {**records.CLAIMS, **records.REGISTRY, **REGISTRY_LISTS, **JUDGEMENTS}
    names = set(inputs) | {column for record in inputs.values() for column in records.columns(record)}
    names |= set(built.tables) | {column for table in built.tables.values() for column in table.columns}
    group: Any = typer.main.get_command(app)
    names |= set(group.commands)
    names |= {
        name.lstrip("-") for command in group.commands.values() for param in command.params for name in param.opts
    }
    names |= set(vocabulary.terms()) | {vocabulary.to_snake(name) for name in vocabulary.kinds().values()}
    names |= set(vocabulary.schemes()) | {code for codes in vocabulary.schemes().values() for code in codes}
    return (
        names
        | {path.stem for path in (ontology_dir() / "queries").glob("*.rq")}
        | {path.stem for path in (ontology_dir() / "rules").rglob("*.rq")}
    )


def test_no_public_name_has_a_word_to_avoid(tiny_built: Built) -> None:
    words = avoided()
    own = set(words.values())
    faults = {}
    for name in public_names(tiny_built) - kept():
        parts = re.split(r"[_-]", name.lower())
        for part in parts:
            singular = part.removesuffix("s")
            if (part in words or singular in words) and not {part, singular} & own:
                faults[name] = f"{part}: write {words.get(part) or words[singular]}"
    assert not faults, "use the word of the glossary, or list the name there with a reason"


def test_no_name_is_excused_that_is_gone(tiny_built: Built) -> None:
    assert not kept() - public_names(tiny_built)


TOOLS = re.compile(
    r"vendor-plugin|VENDORS|unicodedata\.category|@codemirror/lint|lint-imports|json\.dumps|\"category\""
)
"""Names that others gave, and the one code that keeps such a word."""
READ = (
    "*.md",
    "docs/**/*.md",
    ".github/**/*.md",
    "kg/**/*.py",
    "site/templates/*",
    "site/src/**/*.ts",
    "ontology/**/*.*",
)


def texts() -> list[Path]:
    found = {path for form in READ for path in ROOT.glob(form) if path.is_file()}
    generated = {ROOT / "GLOSSARY.md", ROOT / "docs" / "coverage.md"}
    return sorted(path for path in found - generated if "ingest" not in path.relative_to(ROOT).parts)


def test_the_words_that_stand_nowhere_stand_nowhere() -> None:
    assert len(banned()) == 13
    latin = "|".join(word for word in banned() if word.isascii())
    chinese = "|".join(word for word in banned() if not word.isascii())
    form = re.compile(rf"\b(?:{latin})(?:s|es)?\b|{chinese}", re.IGNORECASE)
    faults = [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := form.search(TOOLS.sub("", line)))
    ]
    assert not faults
