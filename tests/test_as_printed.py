"""What a source printed stands in `as_stated`, and the amount beside it is that figure and no other."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.loading import SourcedClaim
from tests.test_seed_claims import dataset

FREE = re.compile(r"免[费費]|零元|free", re.IGNORECASE)
LONGEST = 60
"""More characters than any price with its unit needs: what is longer is a sentence."""
OTHERWISE = {
    # divisions of the file, as `2.5 / 1000000 * RMB`: a slip, and ranked down as one
    "one-api/01ai-platform~yi-34b-chat-0205~input~2024-03-14",
    "one-api/01ai-platform~yi-34b-chat-200k~input~2024-03-14",
    "one-api/01ai-platform~yi-vl-plus~input~2024-03-14",
    # 厘, a thousandth of a yuan
    "time-weekly-2024-06-15-forty-days/doubao-pro-32k~input~2024-05-15",
}


def amounts(claim: SourcedClaim) -> list[Decimal]:
    found = (getattr(claim.record, name, None) for name in ("amount", "before", "after"))
    return [amount for amount in found if amount is not None]


def printed(text: str) -> list[Decimal]:
    text = text.replace(",", "." if "." not in text else "")
    return [Decimal(figure) for figure in re.findall(r"\d+(?:\.\d+)?", text)]


def priced() -> list[SourcedClaim]:
    claims = dataset().claims
    return [one for one in (*claims["prices"], *claims["price_changes"]) if one.record.as_stated and amounts(one)]


def test_an_amount_is_among_the_figures_that_its_source_printed() -> None:
    near = Decimal("1e-9")  # a list of binary floats prints 1.7999999999999998
    strange = []
    for claim in priced():
        text = claim.record.as_stated or ""
        free = not any(amounts(claim)) and FREE.search(text)
        equal = any(abs(figure - amount) < near for figure in printed(text) for amount in amounts(claim))
        if not (free or equal or claim.name in OTHERWISE):
            strange.append((claim.name, text))
    assert strange == []


def test_what_is_printed_of_a_price_is_a_figure_and_no_note() -> None:
    notes = [
        (claim.name, claim.record.as_stated)
        for claim in priced()
        if re.search("[;；]", claim.record.as_stated or "") or len(claim.record.as_stated or "") > LONGEST
    ]
    assert notes == []
