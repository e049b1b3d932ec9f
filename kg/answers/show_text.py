"""`kg show` as text: what is said of a thing and of others that name it, each value with its label and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.answers.database import Row
from kg.answers.show import Shown
from kg.answers.text import text_table

_MOST = 60
"""So many rows of a table are shown; the rest is counted."""
_COMMIT = re.compile(r"\b([0-9a-f]{7})[0-9a-f]{33}\b")
_COUNTS = {"parameters", "active_parameters", "training_tokens", "context_tokens"}
_ACTOR = {"utterances": "speaker", "deployments": "deployer"}
"""Claim table → who acts; left out where that is the thing shown."""
_HIDDEN = {
    "id", "claim", "lineage", "relayed_via", "rank_reason", "attributed_to", "source", "locator", "rank", "as_stated",
}  # fmt: skip


def shown_text(shown: Shown) -> str:
    """Return the answer to `kg show`. Commits in locators are cut to seven digits; `--format json` has them whole."""
    lines = [f"{shown.labels}   {shown.entity}"]
    names = [name for name in dict.fromkeys(shown.names) if name not in shown.labels.split(" · ")]
    if names:
        lines.append(f"also: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}")
    own = [row for row in shown.statements if row["subject"] == shown.entity]
    others = [row for row in shown.statements if row["subject"] != shown.entity]
    if own:
        lines += ["", f"what is said of it ({len(own)})", *_facts(shown, own)]
    if others:
        lines += ["", f"said of others ({len(others)})", *_links(shown, others)]
    for table, claims in shown.claims.items():
        lines += ["", f"{table.replace('_', ' ')} ({len(claims)})", *_claims(shown, table, claims)]
    if shown.offerings:
        rows = [
            (row["id"], row["model"] or "", row["channel"] or "", row["context_tokens"] or "")
            for row in shown.offerings
        ]
        columns = ("offering", "model", "channel", "context")
        lines += ["", f"offerings ({len(rows)})", *_some(columns, rows)]
    if shown.disagreements:
        rows = [(row["label_zh"], row["label_en"], row["cause"], row["finding"]) for row in shown.disagreements]
        columns = ("什么", "what", "cause", "finding")
        lines += ["", f"disagreements ({len(rows)})", *_some(columns, rows)]
    return "\n".join(lines)


def _some(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield text_table(columns, rows[:_MOST])
    if len(rows) > _MOST:
        yield f"… and {len(rows) - _MOST} more; --format json has all"


def _facts(shown: Shown, own: Sequence[Row]) -> Iterator[str]:
    """Yield one line for each claim; property and value stand once."""
    rows: list[tuple[str, ...]] = []
    last = ("", "")
    for row in own:
        name, value = row["property"], _value(shown, row)
        rank = "" if row["rank"] == "normal" else row["rank"]
        rows.append((name if name != last[0] else "", value if (name, value) != last else "", *_said(row), rank))
        last = (name, value)
    columns = ["property", "value", "source", "where", "rank"]
    width = len(columns) if any(row[-1] for row in rows) else -1
    yield from _some(columns[:width], [row[:width] for row in rows])


def _value(shown: Shown, row: Row) -> str:
    if row["object"]:
        return _named(shown, row["object"])
    value = str(row["value"])
    return f"{int(value):,}" if row["property"] in _COUNTS and value.isdecimal() else value


def _named(shown: Shown, reference: str) -> str:
    label = shown.known_as.get(reference)
    return f"{label}  {reference}" if label else reference


def _links(shown: Shown, others: Sequence[Row]) -> Iterator[str]:
    """Yield one line for each thing and property, with the sources that say so."""
    ordered = sorted(others, key=lambda row: (row["property"], row["subject"]))
    rows = []
    for (name, subject), same in groupby(ordered, key=lambda row: (row["property"], row["subject"])):
        sources = sorted({row["source"] for row in same})
        more = f" +{len(sources) - 3}" if len(sources) > 3 else ""
        rows.append((name, _named(shown, subject), ", ".join(sources[:3]) + more))
    yield from _some(("property", "of", "sources"), rows)


def _claims(shown: Shown, table: str, claims: Sequence[Row]) -> Iterator[str]:
    columns = [name for name in claims[0] if name not in _HIDDEN and any(row[name] for row in claims)]
    if all(row.get(_ACTOR.get(table, "")) == shown.entity for row in claims):
        columns.remove(_ACTOR[table])
    rows = [(*(_named(shown, str(row[name] or "")) for name in columns), *_said(row)) for row in claims]
    yield from _some((*columns, "source", "where"), rows)


def _said(row: Row) -> tuple[str, str]:
    return row["source"], _COMMIT.sub(r"\1", row["locator"])
