"""What of a person can be compared with another record, and looked up exactly."""

from datetime import date


def identifiers(name: str, born_on: date | None) -> dict[str, str]:
    """Name what is kept for matching: the name, the birthday, and the two together.

    Shapes:  the two together only where the name has a letter; by them a child is found exactly.
    """
    known = {"name": name}
    if born_on:
        known["born_on"] = born_on.isoformat()
        if any(map(str.isalnum, name)):
            known["name_and_birthday"] = f"{born_on.isoformat()},{name}"
    return known
