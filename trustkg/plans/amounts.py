"""Numbers with units, and dates, as people write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

_NUMBER: Final = re.compile(
    r"(?P<before>[^\d+\-.]*?)\s*"
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
    r"(?P<after>[^\d\s.,+~\-–—][^\d]*)?"
)
_NARROW: Final = MappingProxyType(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
)
"""Full-width forms to ASCII, and the minus sign that word processors write."""
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number; `unit` is the IRI of its unit, `unknown` the text of one that isn't known."""

    number: Decimal
    unit: str | None
    unknown: str | None


def read_amount(text: str, units: Mapping[str, str]) -> Amount | None:
    """Read a number with its unit before or after it.

    Args:
        text: for example `18 %`, `１８％`, `1,200 元` or `¥89`.
        units: IRIs of units by the names that they go by, folded by `fold_unit`.

    Returns:
        The amount, or None where the text is no number.
    """
    match = _NUMBER.fullmatch(text.translate(_NARROW).strip())
    if match is None:
        return None
    if any(unicodedata.category(sign) == "No" for sign in text):
        return None
    signs = [part for part in (match["before"], match["after"]) if part and part.strip()]
    found = {units.get(fold_unit(sign)) for sign in signs}
    number = Decimal(match["number"].replace(",", ""))
    if None in found or len(found) > 1:
        return Amount(number, None, " ".join(sign.strip() for sign in signs))
    return Amount(number, next(iter(found), None), None)


def fold_unit(name: str) -> str:
    """Reduce the name of a unit to what counts: width and case don't."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def read_date(text: str) -> dt.date | None:
    """Read a date written as YYYY-MM-DD; None where it is no day of the calendar."""
    if not _DATE.fullmatch(text.strip()) or not text.isascii():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
