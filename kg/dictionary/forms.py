"""In what form a column holds its values: read from the type of the record's attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import PlainValidator
from pydantic.fields import FieldInfo

from kg import values
from kg.conditions import ConditionCell
from kg.vocabulary import schemes

_FORMS: dict[Any, str] = {
    values.Number: "decimal, plain digits",
    values.Integer: "integer",
    values.Day: "day, YYYY-MM-DD",
    values.Currency: ", ".join(f"`{code}`" for code in values.CURRENCIES),
    values.Slug: "id: lower-case ASCII, digits, `-` and `.`",
    values.ClaimKey: "claim key",
    values.Reference: "kind/id",
    values.PrintedName: "text as printed",
    values.EdtfPeriod: "EDTF: `2024`, `2024-05`, `2024-05-21`, `2024-05/2024-06`, `2024-01~`",
    values.Items: "several, separated by `;`",
    values.Address: "address, http or https",
    values.RepositoryName: "`owner/name`",
    values.Commit: "40 hexadecimal digits",
    values.Sha256: "64 hexadecimal digits",
    values.WikidataId: "Q and digits",
    values.RorId: "9 marks",
    values.Repositories: "`owner` or `owner/name`, several separated by `;`",
    ConditionCell: "parts separated by `;`: `input=32000..128000`, `output=..200`, `tier=…`, `mode=…`, `window=…`",
}
"""Type of the attributes → form of the cells."""

_PLAIN: dict[Any, str] = {str: "text", date: "day, YYYY-MM-DD", dict: "table of counts"}
_SCHEME = re.compile(r"code of the scheme `([a-z-]+)`")


def form(field: FieldInfo) -> str:
    """Return what a cell of this column may hold, in Markdown."""
    scheme = scheme_of(field)
    if scheme:
        return f"code of [`{scheme}`](#codes-{scheme})"
    annotation = field.annotation
    for one in (*field.metadata, *_inside(annotation)):
        if isinstance(one, PlainValidator):
            return _BY_VALIDATOR[one.func]
    choices = [choice for one in _flat(annotation) if get_origin(one) is Literal for choice in get_args(one)]
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    plain = next(one for one in _flat(annotation) if one is not type(None))
    return _PLAIN[get_origin(plain) or plain]


def scheme_of(field: FieldInfo) -> str:
    """Return the code list that the description of a column names, or nothing."""
    found = _SCHEME.search(field.description or "")
    return found[1] if found and found[1] in schemes() else ""


def _flat(annotation: Any) -> Iterator[Any]:
    """Yield the alternatives of a type without what is annotated to them."""
    if get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from _flat(one)
    elif get_origin(annotation) is Annotated:
        yield from _flat(get_args(annotation)[0])
    else:
        yield annotation


def _inside(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from _inside(one)
    elif get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]


_BY_VALIDATOR = {next(_inside(kind)).func: words for kind, words in _FORMS.items()}
