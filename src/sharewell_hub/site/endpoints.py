"""The list of every address with its door, for whoever adds one and whoever reviews it."""

from sharewell_hub.look.doors import KINDS, every_way
from sharewell_hub.site.home import PROJECT

LISTED_IN = PROJECT / "docs" / "reference" / "endpoints.txt"


def endpoints() -> str:
    """Write every address with its name and its door, one a line."""
    lines = [
        "Every address, who may come in, and the finer rule that its room keeps.",
        "Written by ./run fmt; a test fails when an address is missing here.",
        "",
        *(f"{kind}: {meaning}" for kind, meaning in KINDS.items()),
        "",
    ]
    for way in sorted(every_way(), key=lambda way: way.path):
        door = f"{way.door.kind}" if way.door else "no door"
        rule = f"  ({way.door.rule})" if way.door and way.door.rule else ""
        again = f"  [second step: {way.step_up.act}]" if way.step_up else ""
        lines.append(f"{way.path}  {way.name}  {door}{rule}{again}")
    return "\n".join(lines) + "\n"
