"""Disagreements about facts: sources that give one property of one thing values that cannot all hold.

Only properties with one value are compared, and only between lineages: two sources disagree where no value of the
one agrees with any value of the other, so that a fuller list contradicts nothing. A rule proposes, an editor decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from kg.agreement import Agreement, access_agrees, counts_agree, dates_agree, is_before
from kg.disagreements import Disagreement
from kg.iris import derived_slug
from kg.loading import SourcedClaim
from kg.marks import RANK_ORDER
from kg.resolve import Resolved
from kg.values import Ref, plain

Agree = Callable[[str, str], bool]
_TITLES = 3
"""So many sources are named for a value."""
BASE = "base"
"""Under which derivations are compared, as if it were a property."""


@dataclass(frozen=True)
class Rule:
    """What is compared, when two values agree, and how a disagreement is told."""

    name: str
    properties: frozenset[str]
    agree: Agree
    cause: str
    title_zh: str
    """With {} for the name of the thing."""
    title_en: str
    near: Agree | None = None
    """Whether values that do not agree are a whole and its part: the cause is then scope, the finding apparent."""
    kinds: frozenset[str] = frozenset()
    """Kinds of things compared; empty for all."""


@dataclass(frozen=True)
class _Said:
    """A claim about one property, with what weighs."""

    claim: SourcedClaim
    value: str
    lineage: str
    rank: int


def fact_disagreements(resolved: Resolved, judged: Iterable[Disagreement]) -> list[Disagreement]:
    """Return the disagreements about facts, events and base models that no editor has judged.

    Where two of its claims stand in one editor's row, the row speaks for them.
    """
    agreement = Agreement(resolved)
    said = _claims(resolved)
    taken = [set(one.claims) for one in judged]
    found = [*_differing(resolved, _rules(agreement), said), *_listed_early(resolved, said)]
    return [one for one in found if not any(len(names.intersection(one.claims)) > 1 for names in taken)]


def _rules(agreement: Agreement) -> list[Rule]:
    """Return the rules. Their names are what `derived_by` holds."""
    one_value, units, model = str.__eq__, agreement.units, frozenset({"model"})
    return [
        _rule("release", "released_on", dates_agree, "date", "{}何时发布", "When {} was released"),
        _rule("paper", "paper_on", dates_agree, "date", "{}的论文何时发表", "When the paper on {} came out"),
        _rule("weights", "weights_on", dates_agree, "date", "{}何时放出权重", "When the weights of {} came out"),
        _rule("api", "api_on", dates_agree, "date", "{}的接口何时开放", "When the API of {} was opened"),
        _rule("founding", "founded_on", dates_agree, "date", "{}何时成立", "When {} was founded"),
        _rule("event-day", "announced_on", dates_agree, "date", "“{}”在哪天公布", "On which day: {}"),
        _rule("start", "effective_from", dates_agree, "date", "“{}”从哪天生效", "From which day: {}"),
        _rule("announcer", "announced_by", one_value, "attribution", "“{}”由谁公布", "Who announced: {}", near=units),
        _rule("developer", "developer", one_value, "attribution", "{}由谁开发", "Who developed {}", near=units),
        _rule("owner", "brand_owner", one_value, "attribution", "{}归谁所有", "Who owns {}", near=units),
        _rule("parameters", "parameters", counts_agree, "", "{}有多少参数", "How many parameters {} has", kinds=model),
        _rule("access", "access", access_agrees, "unknown", "{}的权重是否开放", "Access to {}", kinds=model),
        _rule(
            "country", "based_in nationality_stated", agreement.countries, "attribution",
            "{}是哪国的机构", "Which country {} belongs to",
        ),
        _rule("seat", "based_in", agreement.seats, "definition", "{}设在哪里", "Where {} is based"),
        _rule("wikidata", "wikidata_id", one_value, "attribution", "{}的 Wikidata 编号", "The Wikidata id of {}"),
        _rule("ror", "ror_id", one_value, "attribution", "{}的 ROR 编号", "The ROR id of {}"),
        _rule("base", BASE, agreement.bases, "other-model", "{}基于哪个模型", "What {} is based on"),
    ]  # fmt: skip


def _rule(
    name: str,
    properties: str,
    agree: Agree,
    cause: str,
    zh: str,
    en: str,
    near: Agree | None = None,
    kinds: frozenset[str] = frozenset(),
) -> Rule:
    return Rule(f"differing-{name}", frozenset(properties.split()), agree, cause, zh, en, near, kinds)


# --- what is said ---


def _claims(resolved: Resolved) -> dict[tuple[Ref, str], list[_Said]]:
    """Return (thing, property) → claims, with derivations as property `base`.

    Only models of text alone have one base: one of several kinds of input is put together from several models.
    """
    found: dict[tuple[Ref, str], list[_Said]] = defaultdict(list)
    claims = resolved.dataset.claims
    for claim in claims["facts"]:
        fact = claim.record
        found[fact.subject, fact.property].append(_said(resolved, claim, str(fact.object or fact.value)))
    for claim in claims["price_events"]:
        event = claim.record
        found[Ref("event", event.event), event.property].append(_said(resolved, claim, event.value))
    for claim in claims["derivations"]:
        made = claim.record
        inputs = {one.value for one in found.get((made.derived, "modality"), ())}
        if inputs <= {"modality/text", "modality/code"} and made.kind != "component":
            found[made.derived, BASE].append(_said(resolved, claim, str(made.base)))
    return found


def _said(resolved: Resolved, claim: SourcedClaim, value: str) -> _Said:
    lineage = resolved.dataset.sources[claim.source].record.lineage
    return _Said(claim, value, lineage, RANK_ORDER.get(resolved.rank(claim).code, len(RANK_ORDER)))


# --- the rules ---


def _differing(
    resolved: Resolved, rules: Sequence[Rule], said: Mapping[tuple[Ref, str], list[_Said]]
) -> Iterator[Disagreement]:
    subjects: dict[Ref, list[str]] = defaultdict(list)
    for subject, name in said:
        subjects[subject].append(name)
    for subject, names in sorted(subjects.items()):
        for rule in rules:
            if rule.kinds and subject.kind not in rule.kinds:
                continue
            claims = [one for name in names if name in rule.properties for one in said[subject, name]]
            pairs = _opposed(claims, rule.agree)
            if pairs:
                yield _tell(resolved, rule, subject, claims, pairs)


def _opposed(claims: Sequence[_Said], agree: Agree) -> list[tuple[str, str]]:
    """Return the pairs of lineages no value of which agree."""
    values: dict[str, set[str]] = defaultdict(set)
    for one in claims:
        values[one.lineage].add(one.value)
    return [
        pair
        for pair in combinations(sorted(values), 2)
        if not any(agree(*both) for both in product(sorted(values[pair[0]]), sorted(values[pair[1]])))
    ]


def _tell(
    resolved: Resolved, rule: Rule, subject: Ref, claims: Sequence[_Said], pairs: Sequence[tuple[str, str]]
) -> Disagreement:
    sides = {lineage for pair in pairs for lineage in pair}
    involved = [one for one in claims if one.lineage in sides]
    held = _held(involved, rule.agree)
    cause, finding = rule.cause, "resolved" if held else "unresolved"
    if rule.near and all(_are_near(involved, pair, rule.near) for pair in pairs):
        cause, finding = "scope", "apparent"
    if "parameters" in rule.properties:
        cause = _cause_of_counts([Decimal(one.value) for one in involved])
    return _disagreement(resolved, rule, subject, involved, held, cause, finding)


def _held(claims: Sequence[_Said], agree: Agree) -> tuple[str, ...]:
    """Return the claims of the best rank where the ranks differ and those claims agree."""
    best = min(one.rank for one in claims)
    first = [one for one in claims if one.rank == best]
    decided = len(first) < len(claims) and best < len(RANK_ORDER) and not _opposed(first, agree)
    return tuple(sorted(one.claim.name for one in first)) if decided else ()


def _are_near(claims: Sequence[_Said], pair: tuple[str, str], near: Agree) -> bool:
    sides = ([one.value for one in claims if one.lineage == lineage] for lineage in pair)
    return any(near(*both) for both in product(*sides))


def _cause_of_counts(counts: Sequence[Decimal]) -> str:
    ratio = max(counts) / min(counts) if min(counts) else Decimal(0)
    if ratio in {10, 100, 1000}:
        return "order-of-magnitude"
    return "rounding" if 0 < ratio < Decimal("1.02") else "definition"


_EARLY = Rule(
    "listed-before-release", frozenset({"released_on", "weights_on", "api_on"}), is_before, "definition",
    "{}在发布前已被收录", "{} was listed before its release",
)  # fmt: skip


def _listed_early(resolved: Resolved, said: Mapping[tuple[Ref, str], list[_Said]]) -> Iterator[Disagreement]:
    """Yield the things that a catalogue held, or tested, before every day on which others have them released."""
    for subject, name in sorted(said):
        if name != "first_listed_on":
            continue
        released = [one for prop in sorted(_EARLY.properties) for one in said.get((subject, prop), ())]
        early = [
            one
            for one in said[subject, name]
            if released and all(is_before(one.value, other.value) for other in released)
        ]
        others = [one for one in released if one.lineage not in {early_one.lineage for early_one in early}]
        if early and others:
            yield _disagreement(resolved, _EARLY, subject, [*early, *others], (), _EARLY.cause, "unresolved")


# --- telling ---


def _disagreement(
    resolved: Resolved,
    rule: Rule,
    subject: Ref,
    claims: Sequence[_Said],
    held: tuple[str, ...],
    cause: str,
    finding: str,
) -> Disagreement:
    names = tuple(sorted(one.claim.name for one in claims))
    return Disagreement(
        derived_slug(rule.name, *subject),
        rule.title_zh.format(_name(resolved, str(subject), "zh")),
        rule.title_en.format(_name(resolved, str(subject), "en")),
        names,
        cause,
        finding,
        held,
        _values(resolved, claims, "zh"),
        _values(resolved, claims, "en"),
        rule.name,
    )


def _values(resolved: Resolved, claims: Sequence[_Said], language: str) -> str:
    """Return the values with the titles of the sources that give them: `2023-11-02 (Ecosystem Graphs); …`."""
    said: dict[str, list[str]] = defaultdict(list)
    for one in claims:
        shown = _shown(resolved, one, language)
        title = _title(resolved, one.claim.source, language)
        if title not in said[shown]:
            said[shown].append(title)
    if language == "zh":
        return (
            "；".join(f"{value}（{_some(titles, '、', '等 {} 处')}）" for value, titles in sorted(said.items())) + "。"
        )
    return "; ".join(f"{value} ({_some(titles, ', ', ', {} in all')})" for value, titles in sorted(said.items())) + "."


def _some(titles: Sequence[str], joint: str, more: str) -> str:
    """Return the first titles, and how many there are where they are many."""
    shown = joint.join(titles[:_TITLES])
    return shown if len(titles) <= _TITLES else shown + more.format(len(titles))


def _shown(resolved: Resolved, one: _Said, language: str) -> str:
    record = one.claim.record
    if getattr(record, "property", "") == "parameters":
        count = Decimal(one.value)
        return f"{plain(count / 10**8)} 亿" if language == "zh" else f"{plain(count / 10**9)} billion"
    return _name(resolved, one.value, language) if "/" in one.value else one.value


def _title(resolved: Resolved, source: str, language: str) -> str:
    row = resolved.dataset.sources[source].record
    return str(row.title if language == "zh" else row.title_en or row.title)


def _name(resolved: Resolved, reference: str, language: str) -> str:
    """Return the label of a thing or code in a language, or in the other; a value that names nothing as it is."""
    kind, _, name = reference.partition("/")
    row = resolved.dataset.registry.get(kind, {}).get(name)
    if row is None:
        return name
    zh, en = row.record.label_zh, row.record.label_en
    return str((zh or en) if language == "zh" else (en or zh))
