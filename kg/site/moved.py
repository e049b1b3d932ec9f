"""Pages of ids that have none of their own, so that no published IRI leads nowhere.

An id that was redirected leads on to the one that stands; a region of which nobody says anything yet says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.csvio import to_csv
from kg.iris import PREFIXES, entity_iri
from kg.site.entity_files import COLUMNS
from kg.site.links import DATA_FORMS, PAGE_KINDS, data_of
from kg.site.pages import Page
from kg.site.text import Text

if TYPE_CHECKING:
    from kg.built import Built
    from kg.site.content import Content

Files = list[tuple[str, bytes]]


def moved_pages(built: Built, content: Content, written: Collection[str]) -> Iterator[tuple[Page, Files]]:
    """Yield the page and the data files of each such id. `written` are the ids `kind/name` that have a page."""
    dataset = built.resolved.dataset
    leads = {str(row.record.old): str(row.record.new) for row in dataset.lists["redirects"]}
    bare = {f"region/{name}" for name in dataset.registry["region"]}
    for reference in sorted(bare | leads.keys()):
        if reference in written or reference.partition("/")[0] not in PAGE_KINDS:
            continue
        target = leads.get(reference, "")
        while target in leads:
            target = leads[target]
        yield _page(content, reference, target), _files(built, reference, target)


def _page(content: Content, reference: str, target: str) -> Page:
    kind, _, name = reference.partition("/")
    if target:
        title = Text(f"{reference} 已改为 {target}", f"{reference} is now {target}")
        description = Text(f"编号 {reference} 不再使用。", f"The id {reference} is no longer used.")
    else:
        label = content.labels[reference]
        zh, en = label.shown("zh")[0], label.shown("en")[0]
        title = Text(zh, en)
        description = Text(f"还没有来源谈到{zh}。", f"No source says anything about {en} yet.")
    return Page(
        path=f"{kind}/{name}.html",
        template="moved.html",
        title=title,
        description=description,
        context={"target": target},
        alternates=tuple((media, data_of(kind, name, form)) for form, media in DATA_FORMS.items()),
        indexed=False,
    )


def _files(built: Built, reference: str, target: str) -> Files:
    kind, _, name = reference.partition("/")
    iri = entity_iri(kind, name)
    replaced = {"replaced_by": target} if target else {}
    triples = sorted((quad.triple for quad in built.store.quads_for_pattern(iri, None, None)), key=str)
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return [
        (data_of(kind, name, "ttl"), turtle),
        (data_of(kind, name, "json"), f"{json.dumps({'id': reference, 'iri': iri.value, **replaced})}\n".encode()),
        (data_of(kind, name, "csv"), to_csv(COLUMNS, []).encode()),
    ]
