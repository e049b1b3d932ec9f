"""Write everything under `docs/` that is made from the data: `python -m kg.docs`.

The coverage page, the data dictionary, and the drawing of the price war in both languages, which is the one that the
site offers as a file. Tests compare what is kept with what the data says.
"""

from __future__ import annotations

import sys

import pyoxigraph as ox

from kg.built import Built
from kg.coverage import coverage_page
from kg.derive import derive
from kg.dictionary import dictionary_page
from kg.graph.files import GraphFiles
from kg.loading import load
from kg.paths import default_data_dir, project_root
from kg.resolve import resolve
from kg.site.content import Content
from kg.site.draw_timeline import timeline_file
from kg.site.moves import main_episode, read_story
from kg.site.text import LANGUAGES
from kg.site.view import View
from kg.site.war import read_war
from kg.tables import build_tables


def made_docs(built: Built) -> dict[str, str]:
    """Return name in `docs/` → content."""
    return {
        "coverage.md": coverage_page(built.resolved, built.derived, built.tables),
        "data-dictionary.md": dictionary_page(built.resolved.dataset, built.tables),
        **drawings(built),
    }


def drawings(built: Built) -> dict[str, str]:
    """Return the drawing of the price war in each language; nothing where the data tells of none."""
    content = Content(built)
    episode = main_episode(content)
    story = read_story(content, episode) if episode else None
    if story is None:
        return {}
    war = read_war(content, story)
    views = {language: View(content, language, f"{language}/timeline.html") for language in LANGUAGES}
    return {f"price-war-{language}.svg": timeline_file(view, war) for language, view in views.items()}


def without_graph() -> Built:
    """Return the stages of the checkout's data that documents are made from; the graph, which none asks, is empty."""
    dataset, _ = load(default_data_dir())
    resolved, _ = resolve(dataset)
    derived = derive(resolved, dataset.meta.as_of)
    return Built(resolved, derived, GraphFiles(()), ox.Store(), build_tables(resolved, derived), [])


def main() -> None:
    """Write the files; their paths are told."""
    for name, text in made_docs(without_graph()).items():
        (project_root() / "docs" / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
