"""Which agreement covers what one agency sends to another; it says so, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sharewell.permitting.asking import Agreement
from sharewell.permitting.table import Shows

SENT = "sent"
"""The class of things that an agreement has to cover for something to be sent under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one agency sends to another: for which purpose, and which categories of information.

    Shapes:  holder and recipient are agencies' ids; purpose is a code of permitting.toml;
             categories are codes that agreements name too.
    """

    holder: str
    recipient: str
    purpose: str
    categories: frozenset[str] = frozenset()
    shows: Shows = Shows.CONTENT


def covering(
    agreements: Iterable[Agreement], exchange: Exchange, *, now: datetime
) -> Agreement | None:
    """Find the agreement that covers an exchange: in force, signed by both, for all of it.

    An agreement that names no category is not limited to any.

    Units:   now is an aware datetime in UTC.
    Returns: of several the one that covers least: the most particular one speaks.
    Source:  Bromley 1.4 and 10.1; Sussex 3.2.7.
    """
    found = [each for each in agreements if _covers(each, exchange, now)]
    return min(found, key=_breadth, default=None)


def _covers(agreement: Agreement, exchange: Exchange, now: datetime) -> bool:
    return (
        {exchange.holder, exchange.recipient} <= agreement.parties
        and exchange.purpose in agreement.purposes
        and SENT in agreement.classes
        and exchange.shows <= agreement.covers
        and (not agreement.categories or exchange.categories <= agreement.categories)
        and agreement.since <= now < agreement.until
    )


def _breadth(agreement: Agreement) -> tuple[int, int, int, str]:
    return (
        len(agreement.parties),
        len(agreement.purposes),
        int(agreement.covers),
        agreement.id,
    )
