"""The register of law, for anybody to read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sharewell.packs.register import KINDS, SEEN, Instrument
from sharewell.terms.citing import in_words
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.grounds import NAMES, register
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show

LONGEST = 200


@door("public")
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Show every instrument that the texts name, how it stands and what it gives."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    found = register().holding(words)
    shown = {
        "words": words,
        "found": [_told(each) for each in found],
        "of": len(register().instruments),
    }
    return show(request, "decisions/law.html", shown)


def _told(each: Instrument) -> dict[str, object]:
    after = register().instruments.get(each.replaced_by)
    return {
        "id": each.id,
        "title": each.title,
        "year": "" if each.year in each.title else each.year,
        "kind": KINDS[each.kind],
        "address": each.address,
        "standing": each.standing,
        "after": after.title if after else "",
        "seen": SEEN[each.seen],
        "named": [_place(place) for place in each.named],
        "gives": [_given(code) for code in each.gives],
        "note": each.note,
    }


def _place(place: str) -> str:
    """Say a place in words; what is no paragraph of a text is one of our packs."""
    return in_words(place) if " " in place else f"our pack {place}"


def _given(code: str) -> str:
    """Say a basis, a condition or a power, with its article where it is one."""
    words = engine().stack.vocabulary.words
    said = next(words[part][code] for part in NAMES if code in words[part])
    return f"{said} ({code})" if "(" in code and "_" not in code else said
