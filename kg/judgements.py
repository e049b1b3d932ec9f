"""Judgements: what the editors decided, attached to the claims they name. Part of the stage resolve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg import vocabulary
from kg.findings import Finding, nearest
from kg.loading import Dataset, Located, SourcedClaim


@dataclass(frozen=True)
class Rank:
    """What the editors decided about a claim."""

    code: str
    reason: str
    why: str


NORMAL = Rank("normal", "", "")


@dataclass
class Resolved:
    """A dataset whose references hold, with the editors' ranks by claim name (`source/claim`, `…#after`)."""

    dataset: Dataset
    ranks: dict[str, Rank] = field(default_factory=dict)
    by_name: dict[str, SourcedClaim] = field(default_factory=dict)
    """`source/claim` → claim."""

    def rank(self, claim: SourcedClaim, part: str = "") -> Rank:
        """Return the rank of a claim, or of its part `before` or `after`."""
        return self.ranks.get(f"{claim.name}#{part}" if part else claim.name, NORMAL)


def apply_ranks(resolved: Resolved, findings: list[Finding]) -> None:
    """Attach the rows of `ranks.csv`: those that name a claim first, then selectors, which never override them."""
    schemes = vocabulary.schemes()
    selectors = []
    for row in resolved.dataset.lists["ranks"]:
        judged = row.record
        if judged.reason not in schemes["reason"]:
            message = f'"{judged.reason}" is no code of reason{nearest(judged.reason, schemes["reason"])}'
            findings.append(row.finding("reason", message, "unknown_code"))
        rank = Rank(judged.rank, judged.reason, judged.why)
        if judged.claim is None:
            selectors.append((row, rank))
        elif _find_claim(resolved, row, "claim", judged.claim, findings):
            for name in _parts(resolved, judged.claim):
                resolved.ranks[name] = rank
    priced = _priced_by_offering(resolved.dataset, {row.record.source for row, _ in selectors})
    for row, rank in selectors:
        _apply_selector(resolved, priced, row, rank, findings)


def _parts(resolved: Resolved, name: str) -> list[str]:
    base = name.partition("#")[0]
    if base != name or resolved.by_name[base].table != "price_changes":
        return [name]
    return [base, f"{base}#before", f"{base}#after"]


Priced = Mapping[tuple[str, str], Sequence[SourcedClaim]]
"""(source, offering, or empty for all) → claims about a price."""


def _apply_selector(resolved: Resolved, priced: Priced, row: Located, rank: Rank, findings: list[Finding]) -> None:
    judged = row.record
    matched = 0
    for claim in priced.get((judged.source, judged.offering or ""), ()):
        record = claim.record
        day = getattr(record, "observed_on", None) or record.effective_from or record.announced_on
        if judged.component and record.component != judged.component:
            continue
        if (judged.rank_from and (not day or day < judged.rank_from)) or (
            judged.rank_to and (not day or day > judged.rank_to)
        ):
            continue
        matched += 1
        for name in _parts(resolved, claim.name):
            resolved.ranks.setdefault(name, rank)
    if not matched:
        message = "this selector matches no claim; mend source, offering, component or days, or take the row out"
        findings.append(row.finding("source", message, "dangling_judgement"))


def _priced_by_offering(dataset: Dataset, sources: set[str]) -> Priced:
    priced: dict[tuple[str, str], list[SourcedClaim]] = defaultdict(list)
    for claim in _priced_claims(dataset):
        if claim.source in sources:
            priced[claim.source, claim.record.offering].append(claim)
            priced[claim.source, ""].append(claim)
    return priced


def _priced_claims(dataset: Dataset) -> Iterator[SourcedClaim]:
    yield from dataset.claims["prices"]
    yield from dataset.claims["price_changes"]


def check_judgements(resolved: Resolved, findings: list[Finding]) -> None:
    """Check the claims, codes and offerings that `disagreements.csv` and `applies_to.csv` name."""
    schemes = vocabulary.schemes()
    for row in resolved.dataset.lists["disagreements"]:
        if len(row.record.claims) < 2:
            findings.append(row.finding("claims", "a disagreement needs at least two claims; name them with ; between"))
        for column in ("claims", "favoured"):
            for name in getattr(row.record, column):
                _find_claim(resolved, row, column, name, findings)
        strangers = sorted(set(row.record.favoured) - set(row.record.claims))
        messages = (f'"{name}" is not among the claims; favour one of them' for name in strangers)
        findings.extend(row.finding("favoured", message) for message in messages)
        for column in ("cause", "finding"):
            code = getattr(row.record, column)
            if code not in schemes[column]:
                message = f'"{code}" is no code of {column}{nearest(code, schemes[column])}'
                findings.append(row.finding(column, message, "unknown_code"))
    offerings = {claim.record.offering for claim in _priced_claims(resolved.dataset)}
    offerings |= {claim.record.offering for claim in resolved.dataset.claims["offerings"]}
    for row in resolved.dataset.lists["applies_to"]:
        _find_claim(resolved, row, "claim", row.record.claim, findings)
        if row.record.offering not in offerings:
            message = f'offering "{row.record.offering}" does not exist{nearest(row.record.offering, offerings)}'
            findings.append(row.finding("offering", message, "dangling_judgement"))


def _find_claim(resolved: Resolved, row: Located, column: str, name: str, findings: list[Finding]) -> bool:
    base, _, part = name.partition("#")
    claim = resolved.by_name.get(base)
    if claim is not None and part in {"", "before", "after"}:
        if part and (claim.table != "price_changes" or getattr(claim.record, part) is None):
            findings.append(
                row.finding(column, f'"{base}" has no part "{part}"; name the claim itself', "dangling_judgement")
            )
            return False
        return True
    source = base.partition("/")[0]
    near = [known for known in resolved.by_name if known.partition("/")[0] == source] or list(resolved.dataset.sources)
    findings.append(row.finding(column, f'claim "{name}" does not exist{nearest(base, near)}', "dangling_judgement"))
    return False
