"""The packs' checklists as pages, prints and files show them, ticked by the record itself."""

from collections.abc import Mapping
from typing import Any

from sharewell.deciding import Checklist, Engine, Tick
from sharewell_hub.decisions.sentences import Facts, cited


def ticked(packs: Engine, facts: Facts, record: frozenset[str]) -> list[dict[str, Any]]:
    """Give each checklist with its lines fulfilled, open or not applicable, and why.

    Shapes:  everything can be JSON; `record` holds the keys of a pack's checklists.
    """
    return [_list(packs, each) for each in packs.checklists(facts, record)]


def held_by(draft: Mapping[str, Any]) -> frozenset[str]:
    """Name what a record would hold already, were it made of a draft now."""
    weighed = draft.get("weighed", {})
    items = draft.get("items", ())
    holds = {
        "items_marked": bool(items) and all(item["standing"] for item in items),
        "two_sides_weighed": bool(weighed.get("if_shared") and weighed.get("if_not")),
    }
    return frozenset(key for key, held in holds.items() if held)


def _list(packs: Engine, checklist: Checklist) -> dict[str, Any]:
    sources = {cite.partition(" ")[0] for cite in checklist.cites}
    return {
        "title": checklist.title,
        "source": next((one.short for one in packs.stack.packs if one.id in sources), ""),
        "open": sum(item.state == "open" for item in checklist.items),
        "lines": [_line(packs, item) for item in checklist.items],
    }


def _line(packs: Engine, item: Tick) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": item.text,
        "state": item.state,
        "because": item.because,
        "cites": cited(packs, item.cites, short=True),
    }
