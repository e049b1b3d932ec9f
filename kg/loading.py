"""Load: `data/` to records. The first stage; it checks each file and each row for itself.

References between rows are the business of `kg.resolve`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg import records
from kg.csvio import Row, read_csv
from kg.digest import folder_digest
from kg.findings import DataError, Finding
from kg.records import CLAIMS, KIND_OF_FILE, REGISTRY, columns, required_columns
from kg.values import SLUG, hidden_mark

R = TypeVar("R", bound=records.Record)

JUDGEMENTS: dict[str, type[records.Record]] = {
    "ranks": records.RankRow,
    "disagreements": records.DisagreementRow,
    "applies_to": records.AppliesTo,
    "accepted": records.Accepted,
}
REGISTRY_LISTS: dict[str, type[records.Record]] = {
    "aliases": records.Alias,
    "redirects": records.Redirect,
    "not_same": records.NotSame,
}


_UNASKED: set[str] = set()
"""Stands in each record for the set of its filled columns, which is as large as the record and which nobody asks."""


class DatasetMeta(BaseModel):
    """`data/dataset.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    """Structure of the data; 1."""
    version: str = Field(pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$")
    """Version of the data: MAJOR structure, MINOR data, PATCH corrections."""
    as_of: date = Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))
    """The day that answers mean by "today"."""


@dataclass(frozen=True, slots=True)
class Located:
    """A record and the place it was read from."""

    record: Any
    path: str
    line: int

    def finding(self, column: str, message: str, rule: str = "input") -> Finding:
        """Return an error at this place."""
        return Finding(self.path, self.line, column, message, rule)


@dataclass(frozen=True, slots=True)
class SourcedClaim(Located):
    """A claim row with the source whose folder it stands in and the table."""

    source: str
    table: str

    @property
    def name(self) -> str:
        """`source/claim`, the form in which judgements name it."""
        return f"{self.source}/{self.record.claim}"


@dataclass
class Dataset:
    """All records of a data folder."""

    meta: DatasetMeta
    registry: dict[str, dict[str, Located]] = field(default_factory=dict)
    """kind → id → entity."""
    lists: dict[str, list[Located]] = field(default_factory=dict)
    """aliases, redirects, not_same, ranks, disagreements, applies_to, accepted."""
    sources: dict[str, Located] = field(default_factory=dict)
    """id → source."""
    claims: dict[str, list[SourcedClaim]] = field(default_factory=dict)
    """table → claims, by source and key."""
    files: int = 0
    """How many files were read."""

    def all_claims(self) -> Iterator[SourcedClaim]:
        """Yield every claim, table by table."""
        for table in CLAIMS:
            yield from self.claims[table]


def load(data: Path) -> tuple[Dataset, list[Finding]]:
    """Read a data folder and return its records with all findings against files and rows.

    Raises `DataError` only where nothing can be read: the folder or `dataset.toml` is missing or malformed.
    """
    findings: list[Finding] = []
    dataset = Dataset(_load_meta(data))
    dataset.files = 1
    _load_registry(data / "registry", dataset, findings)
    _load_sources(data / "sources", dataset, findings)
    _find_strangers(data / "judgements", "data/judgements", [f"{name}.csv" for name in JUDGEMENTS], findings)
    for name, record in JUDGEMENTS.items():
        path = data / "judgements" / f"{name}.csv"
        dataset.lists[name] = list(_load_table(path, f"data/judgements/{name}.csv", record, dataset, findings))
    return dataset, findings


def _load_meta(data: Path) -> DatasetMeta:
    path = data / "dataset.toml"
    if not data.is_dir():
        raise DataError([Finding(data.name, 0, "", "there is no such folder; give the data folder with --data")])
    if not path.is_file():
        raise DataError([Finding("data/dataset.toml", 0, "", "is missing; write schema, version and as_of")])
    findings: list[Finding] = []
    values = _read_toml(path, "data/dataset.toml", findings)
    if values is not None and "schema" in values:
        values["schema_version"] = values.pop("schema")
        if values["schema_version"] != 1 or isinstance(values["schema_version"], bool):
            message = f"schema {values['schema_version']!r:.40} is not known to this version; write schema = 1"
            findings.append(Finding("data/dataset.toml", 0, "schema", message))
    meta = None if findings else validate(DatasetMeta, values or {}, Located(None, "data/dataset.toml", 0), findings)
    if meta is None:
        raise DataError(findings)
    return meta


def _load_registry(folder: Path, dataset: Dataset, findings: list[Finding]) -> None:
    if not folder.is_dir():
        findings.append(Finding("data/registry", 0, "", "the folder is missing; it holds the ids of all entities"))
    _find_strangers(folder, "data/registry", [f"{name}.csv" for name in (*REGISTRY, *REGISTRY_LISTS)], findings)
    for name, entity in REGISTRY.items():
        entities = dataset.registry.setdefault(KIND_OF_FILE[name], {})
        shown = f"data/registry/{name}.csv"
        for row in _load_table(folder / f"{name}.csv", shown, entity, dataset, findings):
            first = entities.setdefault(row.record.id, row)
            if first is not row:
                message = f'"{row.record.id}" stands already in line {first.line}; ids are never reused'
                findings.append(row.finding("id", message))
    for name, listed in REGISTRY_LISTS.items():
        shown = f"data/registry/{name}.csv"
        dataset.lists[name] = list(_load_table(folder / f"{name}.csv", shown, listed, dataset, findings))


def _load_sources(folder: Path, dataset: Dataset, findings: list[Finding]) -> None:
    for table in CLAIMS:
        dataset.claims[table] = []
    if not folder.is_dir():
        findings.append(Finding("data/sources", 0, "", "the folder is missing; it holds one folder for each source"))
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):  # a killed import leaves `.ingest-…`
            continue
        shown = f"data/sources/{path.name}"
        if not path.is_dir():
            findings.append(Finding(shown, 0, "", "is no folder; each source has a folder of its own"))
        elif not SLUG.fullmatch(path.name):
            message = "is not an id; name the folder in lower-case ASCII letters, digits and hyphens"
            findings.append(Finding(shown, 0, "", message))
        else:
            _load_source(path, dataset, findings)


def _load_source(folder: Path, dataset: Dataset, findings: list[Finding]) -> None:
    shown = f"data/sources/{folder.name}"
    place = Located(None, f"{shown}/source.toml", 0)
    if not (folder / "source.toml").is_file():
        findings.append(place.finding("", "is missing; a source says who publishes it, when, and how it was read"))
        return
    values = _read_toml(folder / "source.toml", place.path, findings)
    source = None if values is None else validate(records.Source, values, place, findings)
    dataset.files += 1
    if source is not None:
        dataset.sources[folder.name] = Located(source, place.path, 0)
        _check_digest(folder, source, place, findings)
    _find_strangers(folder, shown, ["source.toml", *(f"{table}.csv" for table in CLAIMS)], findings, list(CLAIMS))
    seen: dict[str, SourcedClaim] = {}
    for table, record in CLAIMS.items():
        for path in _table_files(folder, table):
            shown_path = f"{shown}/{path.relative_to(folder).as_posix()}"
            for row in _load_table(path, shown_path, record, dataset, findings):
                claim = SourcedClaim(row.record, row.path, row.line, folder.name, table)
                first = seen.setdefault(row.record.claim, claim)
                if first is not claim:
                    message = (
                        f'"{row.record.claim}" is the key of {first.path}:{first.line}; give this claim another key'
                    )
                    findings.append(row.finding("claim", message, "duplicate_key"))
                else:
                    dataset.claims[table].append(claim)


def _table_files(folder: Path, table: str) -> list[Path]:
    return [path for path in (folder / f"{table}.csv", *sorted((folder / table).glob("*.csv"))) if path.is_file()]


def _check_digest(folder: Path, source: records.Source, place: Located, findings: list[Finding]) -> None:
    if source.origin == "hand":
        return
    if source.digest != folder_digest(folder):
        message = (
            "the tables of this import differ from what `kg ingest` wrote; take the hand edit back and write "
            "the correction as a row of data/judgements"
        )
        findings.append(place.finding("digest", message, "hand_edit"))


def _find_strangers(
    folder: Path, shown: str, known: list[str], findings: list[Finding], split: list[str] | None = None
) -> None:
    """Report what no table reads: a misspelt name or a broken link would lose its claims in silence.

    `split` names the tables that may be folders of CSV files.
    """
    if not folder.is_dir():
        if os.path.lexists(folder):
            findings.append(Finding(shown, 0, "", "is no folder; put a folder of CSV files in its place"))
        return
    for path in sorted(folder.iterdir()):
        place = f"{shown}/{path.name}"
        if split and path.name in split and path.is_dir():
            _find_strangers(path, place, [part.name for part in path.glob("*.csv")], findings)
        elif path.name not in known:
            told = ", ".join(known) or "CSV files"
            findings.append(Finding(place, 0, "", f"is not a file of this folder; known are {told}"))
        elif not path.is_file():
            message = "is a folder, a device or a link that leads nowhere; put a file in its place or take it out"
            findings.append(Finding(place, 0, "", message))


def _load_table(
    path: Path, shown: str, record: type[R], dataset: Dataset, findings: list[Finding]
) -> Iterator[Located]:
    if not path.is_file():
        return
    dataset.files += 1
    for row in read_csv(path, shown, columns(record), required_columns(record), findings):
        valid = validate(record, row.cells, Located(None, shown, row.line), findings)
        if valid is not None:
            object.__setattr__(valid, "__pydantic_fields_set__", _UNASKED)
            yield Located(valid, shown, row.line)


def _read_toml(path: Path, shown: str, findings: list[Finding]) -> dict[str, Any] | None:
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        findings.append(Finding(shown, 0, "", "is not UTF-8; save the file as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        findings.append(Finding(shown, 0, "", f"is not TOML: {error}"))
    except (RecursionError, ValueError):
        message = "is not TOML of this project: nested too deeply or a number too long; write flat keys"
        findings.append(Finding(shown, 0, "", message))
    else:
        for key, value in values.items():
            hidden = hidden_mark(value) if isinstance(value, str) else None
            if hidden:
                findings.append(Finding(shown, 0, key, f"holds {hidden}, a mark that cannot be seen; take it out"))
        return values
    return None


M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], values: Mapping[str, Any], place: Located, findings: list[Finding]) -> M | None:
    """Return a record; None where it is not valid, with what is wrong added to `findings`."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for detail in error.errors():
            column = ".".join(map(str, detail["loc"]))
            findings.append(place.finding(column, _message(detail["type"], detail["msg"], column)))
    return None


def _message(kind: str, message: str, column: str) -> str:
    if kind in {"missing", "string_too_short"}:
        return f"{column} is empty; fill it in"
    if kind == "extra_forbidden":
        return f'unknown key "{column}"; take it out'
    if kind == "string_pattern_mismatch" and column == "version":
        return "is not a version; write MAJOR.MINOR.PATCH, as 0.2.0"
    return message.removeprefix("Value error, ").replace("Input should be", "must be")


__all__ = ["Dataset", "DatasetMeta", "Located", "Row", "SourcedClaim", "load", "validate"]
