"""Check: what is wrong with the graph as a whole. SHACL on rdflib, then one SPARQL query for each rule.

A rule is a file `ontology/rules/<fault>_<thing>.rq`: its header gives `#+ severity`, Problem and Solution, its
query selects `?entity ?property ?value`, one row for each fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.findings import Finding, Severity
from kg.iris import entity_iri
from kg.loading import Located
from kg.paths import ontology_dir

_SHOWN = 20
"""How many faults of one rule are told one by one."""
ACCEPTED = 20
"""How many warnings may be accepted."""


@dataclass(frozen=True)
class Rule:
    """A quality rule."""

    name: str
    severity: Severity
    problem: str
    solution: str
    query: str


def rules(folder: Path | None = None) -> list[Rule]:
    """Return all rules, by name."""
    paths = sorted(((folder or ontology_dir()) / "rules").glob("*.rq"))
    return [parse_rule(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def parse_rule(name: str, text: str) -> Rule:
    """Read a rule file. Header lines: `#+ severity: error|warning`, `#+ problem: …`, `#+ solution: …`."""
    header = dict(re.findall(r"^#\+ (severity|problem|solution): (.*)$", text, re.MULTILINE))
    missing = {"severity", "problem", "solution"} - set(header)
    if missing or header["severity"] not in {"error", "warning"}:
        raise ValueError(
            f"ontology/rules/{name}.rq: the header needs severity (error or warning), problem and solution"
        )
    severity: Severity = "error" if header["severity"] == "error" else "warning"
    return Rule(name, severity, header["problem"], header["solution"], text)


def check_rules(store: ox.Store, chosen: Iterable[Rule] | None = None) -> Iterator[Finding]:
    """Yield a finding for each fault that a rule selects; beyond twenty of one rule, their number."""
    for rule in rules() if chosen is None else chosen:
        rows = sorted(_row(solution) for solution in _solutions(store, rule))
        for entity, prop, value in rows[:_SHOWN]:
            message = f"{rule.problem} ({value}) {rule.solution}" if value else f"{rule.problem} {rule.solution}"
            yield Finding(entity, 0, prop, message, rule.name, rule.severity)
        if len(rows) > _SHOWN:
            yield Finding(rule.name, 0, "", f"… and {len(rows) - _SHOWN} more of this rule", rule.name, rule.severity)


def _solutions(store: ox.Store, rule: Rule) -> ox.QuerySolutions:
    found = store.query(rule.query)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(f"ontology/rules/{rule.name}.rq: a rule is a SELECT")
    return found


def _row(solution: Any) -> tuple[str, str, str]:
    return tuple("" if solution[name] is None else solution[name].value for name in ("entity", "property", "value"))  # type: ignore[return-value]


def accept(findings: Iterable[Finding], rows: Iterable[Located]) -> Iterator[Finding]:
    """Yield all findings, warnings that `data/judgements/accepted.csv` knows as accepted, with its day and reason.

    A row that meets no warning is told, so that the file holds no more than it must; errors cannot be accepted.
    """
    known = {(row.record.rule, entity_iri(row.record.about.kind, row.record.about.id).value): row for row in rows}
    met = set()
    for finding in findings:
        row = known.get((finding.rule, finding.path))
        if row is None or finding.severity != "warning":
            yield finding
        else:
            met.add((finding.rule, finding.path))
            message = f"{finding.message} (Accepted on {row.record.on}: {row.record.why})"
            yield replace(finding, message=message, severity="accepted")
    for key, row in known.items():
        if key not in met:
            message = f'rule "{row.record.rule}" does not warn of {row.record.about}; take the row out'
            yield replace(row.finding("about", message, "idle_acceptance"), severity="warning")
    for row in list(known.values())[ACCEPTED:]:
        message = f"more than {ACCEPTED} accepted warnings are too many to know; mend some of them"
        yield row.finding("rule", message, "too_many_accepted")


def check_shapes(ntriples: bytes, shapes: Path | None = None) -> Iterator[Finding]:
    """Validate N-Triples against the SHACL shapes and yield a finding for each violation."""
    from pyshacl import validate  # noqa: PLC0415  (slow to load; only a check needs it)
    from rdflib import Graph  # noqa: PLC0415
    from rdflib.namespace import RDF, SH  # noqa: PLC0415

    data = Graph(bind_namespaces="none").parse(data=ntriples, format="nt")
    rules_graph = Graph().parse((shapes or ontology_dir() / "shapes.ttl").as_posix(), format="turtle")
    conforms, report, _ = validate(data, shacl_graph=rules_graph, inference="none", advanced=False, meta_shacl=False)
    if conforms:
        return
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        texts = sorted(
            report.objects(result, SH.resultMessage),
            key=lambda text: (getattr(text, "language", None) != "en", str(text)),
        )
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        focus = report.value(result, SH.focusNode)
        severity: Severity = "error" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        shown = f" ({value})" if value is not None else ""
        found.append(
            Finding(
                str(focus),
                0,
                str(path or ""),
                f"{texts[0] if texts else 'does not conform'}{shown}",
                "shapes",
                severity,
            )
        )
    yield from sorted(found)


def _english_first(text: Any) -> tuple[bool, str]:
    return getattr(text, "language", None) != "en", str(text)
