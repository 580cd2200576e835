"""What every page says of the texts that the answers follow, and that they are dated."""

from django.http import HttpRequest

from sharewell_hub.decisions.engine import engine

HISTORIC = "historic"


def texts_followed(request: HttpRequest) -> dict[str, str]:
    """Name the dated texts behind the answers, for the foot of every page."""
    packs = engine().stack.packs
    dated = [f"{one.short} ({one.edition})" for one in packs if one.status == HISTORIC]
    if not dated:
        return {"texts_followed": ""}
    named = f"{', '.join(dated[:-1])} and {dated[-1]}" if dated[1:] else dated[0]
    return {
        "texts_followed": f"The answers follow {named}: dated texts, kept as they were. "
        "Check for newer ones."
    }
