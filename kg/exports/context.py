"""The JSON-LD context: published prefixes, and the terms of the ontology by their local names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.exports.manifest import to_json
from kg.iris import BM, OWL, PREFIXES, RDF, RDFS, XSD
from kg.vocabulary import ontology_store


def write_context(path: Path) -> None:
    """Write `context.jsonld`: a term for each class and property, typed by its range."""
    context: dict[str, Any] = {"@version": 1.1, **PREFIXES}
    store = ontology_store()
    for kind in ("Class", "ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, RDF("type"), OWL(kind)):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BM.base):
                name = quad.subject.value.removeprefix(BM.base)
                context[name] = _definition(store, quad.subject, name, kind)
    ordered = {name: context[name] for name in sorted(context)}
    path.write_text(to_json({"@context": ordered}), encoding="utf-8", newline="\n")


def _definition(store: ox.Store, term: ox.NamedNode, name: str, kind: str) -> Any:
    if kind == "ObjectProperty":
        return {"@id": f"bm:{name}", "@type": "@id"}
    ranges = [quad.object.value for quad in store.quads_for_pattern(term, RDFS("range"), None)]  # type: ignore[union-attr]
    if kind == "DatatypeProperty" and ranges and ranges[0].startswith(XSD.base):
        return {"@id": f"bm:{name}", "@type": f"xsd:{ranges[0].removeprefix(XSD.base)}"}
    return f"bm:{name}"
