"""What every page says of the texts that the answers follow, and what it says in doubt."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.helping import not_to_share
from sharewell_hub.decisions.models import Decision

HISTORIC = "historic"
STANDS = {
    "in_force": "In force",
    "reported": "Reported, not verified",
    "pending": "Not in force yet",
    HISTORIC: "A dated text, kept as it was",
}
"""How a text stands, said in a word or two."""


def texts_followed(request: HttpRequest) -> dict[str, list[str]]:
    """Name the dated texts behind the answers, a line each, for the foot of every page."""
    packs = engine().stack.packs
    return {
        "texts_followed": [
            f"{one.short[:1].upper()}{one.short[1:]}, {one.edition}"
            for one in packs
            if one.status == HISTORIC
        ]
    }


def if_you_hesitate(request: HttpRequest) -> dict[str, Callable[[], list[dict[str, Any]]]]:
    """Let any page say what the packs say to somebody who would rather not share, or not yet."""
    return {"if_you_hesitate": lambda: not_to_share(engine(), {})[:1]}


def texts_of(decision: Decision) -> list[dict[str, str]]:
    """Name the texts that spoke in a decision, as they stood then."""
    spoke = [pack for pack in decision.packs if _lines(decision, pack)]
    return spoke or list(decision.packs)


def beside_the_texts(decision: Decision) -> list[str]:
    """Give what was said above a decision and is of no one text: what would change, and where."""
    of_texts = {line for pack in decision.packs for line in _lines(decision, pack)}
    return [line for line in decision.answer["banners"] if line not in of_texts]


def _lines(decision: Decision, pack: dict[str, str]) -> list[str]:
    begins = f"{pack['title']}, {pack['edition']}:"
    return [line for line in decision.answer["banners"] if line.startswith(begins)]
