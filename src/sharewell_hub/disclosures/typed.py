"""What was typed about a sending, carried from page to page."""

from uuid import UUID

from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.disclosures.refusing import nowhere

CALL = "call"
"""What the boxes about a call begin with; they are asked for anew each time."""


def typed_in(request: SignedIn) -> list[tuple[str, str]]:
    """Give what was typed about the sending itself, to be carried to the next page."""
    ours = [
        name
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "step") and not name.startswith(f"{CALL}-")
    ]
    return [(name, value) for name in ours for value in request.POST.getlist(name)]


def chosen_in(request: SignedIn) -> UUID:
    """Give the destination that was chosen.

    Raises:  NotFound for what is no id.
    """
    try:
        return UUID(request.POST.get("destination", ""))
    except ValueError:
        raise nowhere() from None
