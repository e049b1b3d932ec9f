"""Write everything under `docs/` that is made from the data: `python -m kg.docs`.

The coverage page, the data dictionary, and the drawing of the price war in both languages, which is the one that the
site offers as a file. Tests compare what is kept with what the data says.
"""

from __future__ import annotations

import sys

from kg.build import make
from kg.built import Built
from kg.coverage import coverage_page
from kg.dictionary import dictionary_page
from kg.paths import default_data_dir, project_root
from kg.site.content import Content
from kg.site.draw_timeline import timeline_file
from kg.site.moves import main_episode, read_story
from kg.site.text import LANGUAGES
from kg.site.view import View
from kg.site.war import read_war


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


def main() -> None:
    """Write the files; their paths are told."""
    for name, text in made_docs(make(default_data_dir())).items():
        (project_root() / "docs" / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
