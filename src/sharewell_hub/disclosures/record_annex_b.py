"""The record as the decision form of the ICO's data sharing code asks for it, field by field.

Source:  Information Commissioner, Data sharing: a code of practice (2021), Annex B.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sharewell_hub.look.environment import day, moment

Part = dict[str, Any]
NOT_RECORDED = "Not recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form: what it asks, and what the record holds, or that it holds nothing."""

    asks: str
    holds: str
    why_not: str = ""

    @property
    def recorded(self) -> bool:
        """Say whether the record holds anything here."""
        return bool(self.holds)


def annex_b(record: Part) -> list[Field]:
    """Fill in the form from a record: every field stands there, also where nothing is held."""
    return [
        Field(asks=asks, holds=holds(record), why_not="" if holds(record) else why_not)
        for asks, holds, why_not in FIELDS
    ]


def _requester(record: Part) -> str:
    if not _asked(record):
        return "Nobody: the agency shares, or not, of its own accord."
    return ""


def _asked(record: Part) -> bool:
    return any(one["fact"] == "request_based" and one["said"] == "Yes" for one in record["asked"])


def _dates(record: Part) -> str:
    sent = [f"{one['reference']}: {moment(one['at'])}" for one in record["disclosures"]]
    return "\n".join(sent) or "Nothing was shared under this decision."


def _data(record: Part) -> str:
    if not record["disclosures"]:
        return f"Nothing was shared. The worry has {_count(len(record['worry']['items']), 'item')}."
    return "\n".join(
        f"{sent['reference']}: {_count(len(sent['items']), 'item')} to {sent['to']['service']}, "
        f"{sent['to']['agency']}"
        for sent in record["disclosures"]
    )


def _purpose(record: Part) -> str:
    found = [sent["purpose"]["words"] for sent in record["disclosures"]]
    return "\n".join(dict.fromkeys(found))


def _necessary(record: Part) -> str:
    needs = [
        f"{sent['reference']}: {item['needed_because']}"
        for sent in record["disclosures"]
        for item in sent["items"]
    ]
    weighed = record["decided"]
    both = [f"If it is shared: {weighed['if_shared']}"] if weighed["if_shared"] else []
    both += [f"If it is not: {weighed['if_not']}"] if weighed["if_not"] else []
    return "\n".join(filter(None, [*needs, *both, record["footing"]["article_8"]]))


def _basis(part: str) -> Callable[[Part], str]:
    """Give one part of the footing: its words, why, its paragraphs, and how the law stands."""
    return lambda record: "\n".join(
        " ".join(filter(None, (f"{line['words']}.", line["because"], _places(line))))
        for line in record["footing"]["lines"]
        if line["part"] == part
    )


def _places(line: Part) -> str:
    law = line["law"]
    stands = [f"{law['title']}: {law['stands'].lower()}"] if law else []
    places = "; ".join([*line["cites"], *stands])
    return f"({places})" if places else ""


def _conditions(record: Part) -> str:
    named = _basis("article_9")(record)
    limb = record["agreement"]["limb"]
    return "\n".join(each for each in (named, limb) if each)


def _part_3(record: Part) -> str:
    """Say whether it is shared for law enforcement."""
    codes = [line["code"] for line in record["footing"]["lines"]]
    if "dpa2018_part_3" in codes:
        return "Part 3 applies: it is shared for law enforcement."
    return "Not relied on." if codes else ""


def _security(record: Part) -> str:
    ways = dict.fromkeys(sent["channel"]["words"] for sent in record["disclosures"])
    checked = dict.fromkeys(sent["verified"]["words"] for sent in record["disclosures"])
    kept = "Words about people are kept encrypted under a key of the agency and the person."
    return "\n".join([*ways, *checked, kept])


def _rights(record: Part) -> str:
    telling = record["telling"]
    again = telling["look_again_on"]
    parts = [f"{telling['words']}.", telling["reason"]]
    parts += [f"To be looked at again on {day(again)}."] if again else []
    return "\n".join(part for part in parts if part)


def _decision(record: Part) -> str:
    decided = record["decided"]
    differs = "It differs from the advice." if decided["differs"] else "It follows the advice."
    return f"{decided['words']} {differs}"


def _reasons(record: Part) -> str:
    own = [record["decided"]["why"]] if record["decided"]["why"] else []
    rules = [f"{one['because']} ({'; '.join(one['cites'])})" for one in record["reasons"]]
    return "\n".join([*own, *rules])


def _who(record: Part) -> str:
    decided = record["decided"]
    return (
        f"{decided['by']}, {', '.join(decided['roles']) or 'no role recorded'}, {record['agency']}"
    )


def _signed(record: Part) -> str:
    lines = [entry for entry in record["log"] if entry["kind"] in ("decided", "decided_again")]
    decided = record["decided"]
    return (
        f"Recorded by {decided['by']} while signed in, {moment(decided['at'])}; "
        f"line {lines[-1]['id']} of the log."
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _nothing(_record: Part) -> str:
    return ""


OUTSIDE = "Sharewell does not hold this. Write it here by hand, or keep it with the record."
NO_FOOTING = "The packs name none: by the advice nothing leaves, or they do not speak of it."
FIELDS: tuple[tuple[str, Callable[[Part], str], str], ...] = (
    ("Organisation that decides", lambda r: r["agency"], ""),
    ("Name and position of the person requesting the data", _requester, OUTSIDE),
    ("Date of the request", lambda r: "" if _asked(r) else "No request was made.", OUTSIDE),
    ("Data requested, or shared", _data, ""),
    ("Relationship between the controllers", _nothing, OUTSIDE),
    ("Is there a data sharing agreement?", _nothing, OUTSIDE),
    ("Purpose of the sharing", _purpose, "Nothing was shared, so no purpose was stated."),
    ("Lawful basis (UK GDPR, Article 6)", _basis("article_6"), NO_FOOTING),
    ("Why the sharing is necessary", _necessary, "Nothing was shared."),
    ("Conditions for special category data", _conditions, NO_FOOTING),
    ("Part 3 of the Data Protection Act 2018 (law enforcement)", _part_3, NO_FOOTING),
    ("Legal power to share", _basis("gateway"), NO_FOOTING),
    ("Data protection impact assessment", _nothing, OUTSIDE),
    ("Data protection officer’s view", _nothing, OUTSIDE),
    ("Arrangements for keeping and deleting", _nothing, OUTSIDE),
    ("Security of the sharing", _security, ""),
    ("Rights of the people concerned, and what they were told", _rights, ""),
    ("Date or dates of the sharing", _dates, ""),
    ("Date of the decision", lambda r: moment(r["decided"]["at"]), ""),
    ("Decision", _decision, ""),
    ("Reasons", _reasons, ""),
    ("Decision taken by (name and position)", _who, ""),
    ("Signed", _signed, ""),
)
"""What the form asks, where the record holds it, and what is said where it does not."""
