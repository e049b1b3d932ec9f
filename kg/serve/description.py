"""The service description: what the endpoint can do and which data stand behind it, in RDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.iris import ROOT
from kg.serve.results import RDF_FORMATS

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "formats": "http://www.w3.org/ns/formats/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)


@dataclass(frozen=True)
class Description:
    """What a service description says."""

    version: str
    triples: int

    @classmethod
    def of(cls, data: Path) -> Description:
        """Read the version and the number of triples from the manifest of a built `data` folder."""
        manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
        triples = sum(file.get("triples", 0) for file in manifest["files"] if file["path"] == "baimo.nt.gz")
        return cls(manifest["version"], triples)

    def write(self, form: str, address: str) -> bytes:
        """Return the description of the endpoint at an address in an RDF format."""
        triples = list(self._triples(ox.NamedNode(address)))
        return ox.serialize(triples, format=RDF_FORMATS[form], prefixes=None if form == "nt" else _PREFIXES) or b""

    def _triples(self, endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
        dataset, graph = ox.NamedNode(f"{ROOT}dataset"), ox.NamedNode(f"{ROOT}graph/all")
        yield ox.Triple(endpoint, _term("rdf:type"), _term("sd:Service"))
        yield ox.Triple(endpoint, _term("sd:endpoint"), endpoint)
        yield ox.Triple(endpoint, _term("sd:supportedLanguage"), _term("sd:SPARQL11Query"))
        yield ox.Triple(endpoint, _term("sd:feature"), _term("sd:UnionDefaultGraph"))
        for name in _FORMATS:
            yield ox.Triple(endpoint, _term("sd:resultFormat"), _term(f"formats:{name}"))
        yield ox.Triple(endpoint, _term("sd:defaultDataset"), dataset)
        yield ox.Triple(dataset, _term("rdf:type"), _term("sd:Dataset"))
        yield ox.Triple(dataset, _term("dcterms:hasVersion"), ox.Literal(self.version))
        yield ox.Triple(dataset, _term("sd:defaultGraph"), graph)
        yield ox.Triple(graph, _term("rdf:type"), _term("sd:Graph"))
        yield ox.Triple(graph, _term("void:triples"), ox.Literal(str(self.triples), datatype=_term("xsd:integer")))


def _term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(_PREFIXES[prefix] + local)
