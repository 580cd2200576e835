"""Exact identifiers, looked up by a code that only their agency's index key gives."""

import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from uuid import UUID

from sharewell.terms.errors import FactRefused
from sharewell_hub.keystore.actions import newest_index_key
from sharewell_hub.keystore.queries import index_keys
from sharewell_hub.vault.models import IndexRow

NHS_DIGITS, UPN_LETTERS = 10, "ABCDEFGHJKLMNPQRTUVWXYZ"
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UPN = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")


def index_of(agency: UUID, kind: str, value: str) -> bytes:
    """Give the code of an identifier under an agency's newest index key.

    Shapes:  kind is one of `KINDS`; 32 bytes come back, the same for every way of writing a value.
    Raises:  FactRefused for a value that cannot be one of its kind; it is not repeated.
    """
    return _code(newest_index_key(agency).opens, kind, normal(kind, value))


def subjects_with(agency: UUID, kind: str, value: str) -> list[UUID]:
    """Find the subjects of an agency with exactly this identifier, under any of its index keys.

    Raises:  FactRefused for a value that cannot be one of its kind.
    """
    wanted = normal(kind, value)
    codes = [_code(opens, kind, wanted) for opens in index_keys(agency).values()]
    rows = IndexRow.objects.filter(agency=agency, kind=kind, code__in=codes)
    return list(rows.order_by("subject").values_list("subject", flat=True).distinct())


def index_rows(agency: UUID, subject: UUID, known: Mapping[str, str]) -> list[IndexRow]:
    """Make the rows that index a subject's exact identifiers; other words are passed over."""
    version, opens = newest_index_key(agency)
    exact = {kind: normal(kind, value) for kind, value in known.items() if kind in KINDS}
    return [
        IndexRow(
            agency=agency, subject=subject, kind=kind, version=version,
            code=_code(opens, kind, value),
        )
        for kind, value in exact.items()
    ]  # fmt: skip


def normal(kind: str, value: str) -> str:
    """Write an identifier in the one way in which it is indexed.

    Raises:  FactRefused for a value that cannot be one of its kind; it is not repeated.
    """
    found = KINDS[kind](value)
    if not found:
        raise FactRefused(
            what="Nothing was looked up or indexed.",
            why=f"What was given cannot be a {kind.replace('_', ' ')}.",
            next="Check it against where it came from, letter for letter.",
        )
    return found


def _code(key: bytes, kind: str, value: str) -> bytes:
    """Compute the code: the kind is part of it, so that equal values of two kinds differ."""
    return hmac.digest(key, f"sharewell index|{kind}|{value}".encode(), "sha256")


def _nhs_number(value: str) -> str:
    """Fold an NHS number to its digits.

    Source:  NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulo 11.
    """
    digits = re.sub(r"[\s-]", "", value)
    if len(digits) != NHS_DIGITS or not (digits.isascii() and digits.isdigit()):
        return ""
    left = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return digits if (11 - left % 11) % 11 == int(digits[9]) else ""


def _upn(value: str) -> str:
    """Fold a unique pupil number to its letter and digits.

    Source:  Department for Education, Unique Pupil Numbers, guide for schools: the check letter.
    """
    said = re.sub(r"\s", "", value).upper()
    if not UPN.fullmatch(said):
        return ""
    last = UPN_LETTERS.index(said[-1]) if said[-1].isalpha() else int(said[-1])
    weighed = sum(int(digit) * place for place, digit in enumerate(said[1:-1], 2)) + last * 13
    return said if UPN_LETTERS[weighed % len(UPN_LETTERS)] == said[0] else ""


def _postcode_house(value: str) -> str:
    """Fold `POSTCODE, HOUSE` to capitals without blanks."""
    postcode, _, house = value.upper().partition(",")
    postcode, house = re.sub(r"\s", "", postcode), re.sub(r"[\W_]", "", house)
    return f"{postcode},{house}" if POSTCODE.fullmatch(postcode) and house else ""


def _name_and_birthday(value: str) -> str:
    """Fold `DAY,NAME` to the day, as ISO writes it, and the name's letters and figures."""
    day, _, name = value.partition(",")
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(each for each in plain if each.isalnum())
    return f"{day},{letters}" if DAY.fullmatch(day) and letters else ""


KINDS: Mapping[str, Callable[[str], str]] = {
    "nhs_number": _nhs_number,
    "upn": _upn,
    "postcode_house": _postcode_house,
    "name_and_birthday": _name_and_birthday,
}
