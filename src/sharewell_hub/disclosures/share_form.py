"""The form that says to whom, which items and why each: no item is ticked beforehand."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from sharewell.delivering.preparing import done
from sharewell.delivering.sending import Covered, Sending, Ticked
from sharewell.delivering.stating import (
    ASKS,
    Onward,
    Purpose,
    answer_by,
    cannot_wait,
    suggested_meaning,
    suggested_purpose,
)
from sharewell.delivering.taking_out import MARKS, only_takes_out
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.covering import Offered, Tellable
from sharewell_hub.disclosures.place_fields import faults_of, place_fields, ticked_places
from sharewell_hub.disclosures.placing import PlaceOffered
from sharewell_hub.look.forms import DayField, PlainText, RadioField

PURPOSES: dict[str, str] = {
    Purpose.PROTECT_CHILD: "To protect a child from harm",
    Purpose.PROMOTE_WELFARE: "To help a child and their family",
    Purpose.PROTECT_ADULT: "To protect an adult from serious harm",
    Purpose.PREVENT_CRIME: "To prevent or detect a crime",
    Purpose.ANSWER_REQUEST: "To answer what they asked for",
}
PASSING_ON: dict[str, str] = {
    Onward.ASK_FIRST: "They ask us before they pass it on",
    Onward.NOT_ONWARD: "They do not pass it on",
}
SURE = {
    "self": "I saw, heard or judged it myself",
    "with": "I checked it with somebody",
    "uncertain": "I am not certain, and they should know that",
}
BY_OURSELVES = "Seen, heard or judged by the sender"


class ShareForm(forms.Form):
    """To whom, which items and why each, and what is said with them."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    destination = RadioField(label="Who should receive it?", choices=())
    means = PlainText(
        label="What this means for the child",
        help_text="In your own words: why it matters, and what it does not mean.",
        max_length=2000,
        rows=3,
    )
    asks = PlainText(label="What you ask of them", max_length=1000, rows=2)
    purpose = RadioField(label="What it is for", choices=list(PURPOSES.items()))
    onward = RadioField(label="Passing it on", choices=list(PASSING_ON.items()))
    answer_by = DayField(label="By when they should answer", name="the day", past=False)

    def __init__(
        self,
        data: Any,
        *,
        covered: Covered,
        things: list[Tellable],
        offered: list[Offered],
        initial: dict[str, Any],
    ) -> None:
        """Offer what the decision reaches and covers; tick nothing."""
        super().__init__(data, initial=initial)
        self.covered, self.things = covered, things
        self.places: list[PlaceOffered] = []
        self.agencies = {one.destination.agency for one in offered}
        where: Any = self.fields["destination"]
        where.choices = [(str(one.destination.pk), _place(one)) for one in offered]
        where.hints = {str(one.destination.pk): _numbers(one) for one in offered}
        where.featured = [str(one.destination.pk) for one in offered if one.first]
        self.initial = {**self.initial, **_only_one(offered)}
        for number, thing in enumerate(things):
            takes_out = covered.takes_out or f"item-{number}-words" in (data or ())
            self.fields |= _item_fields(number, thing, takes_out=takes_out)
        for number, code in enumerate(covered.preconditions):
            self.fields |= _done_fields(f"done-{number}-", code)

    def offer(self, places: list[PlaceOffered]) -> None:
        """Offer places at which the child lives as well; tick none."""
        self.places = places
        for place in places:
            self.fields |= place_fields(place)

    def place_boxes(self) -> list[dict[str, Any]]:
        """Give each place with its boxes, for the page."""
        return [
            {box: self[f"place-{place.key}-{box}"] for box in ("send", "needed")}
            for place in self.places
        ]

    def cards(self) -> list[dict[str, Any]]:
        """Give each item with its own boxes, for the page."""
        return [
            {"thing": thing, "old": thing.held.is_old(timezone.localdate())}
            | {
                name.removeprefix(f"item-{number}-"): self[name]
                for name in self.fields
                if name.startswith(f"item-{number}-")
            }
            for number, thing in enumerate(self.things)
        ]

    def precautions(self) -> list[dict[str, Any]]:
        """Give each thing to be done first with its boxes, for the page."""
        count = range(len(self.covered.preconditions))
        return [{"tick": self[f"done-{n}-tick"], "who": self[f"done-{n}-who"]} for n in count]

    def clean_answer_by(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["answer_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("The day must be today or later.")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask of each ticked item what goes with it, and for at least one."""
        said = super().clean() or {}
        ticked = [n for n in range(len(self.things)) if said.get(f"item-{n}-send")]
        for number in ticked:
            self._ask_of(number, said)
        if self.things and not ticked:
            self.add_error("item-0-send", "Tick at least one item to send.")
        for number in range(len(self.covered.preconditions)):
            if not said.get(f"done-{number}-tick"):
                self.add_error(f"done-{number}-tick", "This must be done before it leaves.")
            elif not said.get(f"done-{number}-who"):
                self.add_error(f"done-{number}-who", "Say who did it, by their role.")
        for name, fault in faults_of(said, self.places):
            self.add_error(name, fault)
        return said

    def _ask_of(self, number: int, said: dict[str, Any]) -> None:
        """Ask for what a ticked item lacks."""
        at, thing = f"item-{number}-", self.things[number]
        sure = said.get(f"{at}sure")
        asked = {
            "needed": (True, "say why they need it."),
            "sure": (True, "say how sure you are."),
            "with": (sure == "with", "say with whom you checked it, by their role."),
            "age": (thing.held.is_old(timezone.localdate()), "say what its age means."),
            "affects": (thing.held.about_somebody_else, "say whom else it affects, and how."),
        }
        for name, (applies, message) in asked.items():
            if applies and not said.get(at + name) and at + name not in self.errors:
                self.add_error(at + name, f"Item {number + 1}: {message}")
        left = said.get(f"{at}words")
        if left is not None and not (left and only_takes_out(thing.held.words, left)):
            marks = ", ".join(MARKS)
            told = f"Item {number + 1}: take words out; put none in but {marks}."
            self.add_error(f"{at}words", told)

    def sending(self) -> Sending:
        """Give what was said, as the library takes it."""
        said = self.cleaned_data
        today = timezone.localdate()
        return Sending(
            submission=said["submission"],
            destination=UUID(said["destination"]),
            items=tuple(self._items()),
            purpose=Purpose(said["purpose"]),
            onward=Onward(said["onward"]),
            urgent=said["answer_by"] == today,
            answer_by=said["answer_by"],
            asks=said["asks"],
            means=said["means"],
            done_by={
                code: said[f"done-{number}-who"]
                for number, code in enumerate(self.covered.preconditions)
            },
            places=ticked_places(said, self.places),
        )

    def _items(self) -> Iterable[Ticked]:
        for number, thing in enumerate(self.things):
            at = f"item-{number}-"
            said = {
                name.removeprefix(at): value
                for name, value in self.cleaned_data.items()
                if name.startswith(at)
            }
            if said["send"]:
                yield Ticked(
                    item=thing.key,
                    words=said.get("words", thing.held.words),
                    needed_because=said["needed"],
                    certain=said["sure"] != "uncertain",
                    checked_with=_sure(said),
                    age_means=said.get("age", ""),
                    affects=said["affects"],
                )


def first_words(decision: Decision) -> dict[str, Any]:
    """Fill in what the decision itself suggests; the sender reads and changes it."""
    facts = decision.facts
    today = timezone.localdate()
    return {
        "submission": uuid4(),
        "means": suggested_meaning(facts),
        "asks": ASKS,
        "purpose": suggested_purpose(facts).value,
        "onward": Onward.ASK_FIRST.value,
        "answer_by": answer_by(today, urgent=cannot_wait(facts)),
    }


def _only_one(offered: list[Offered]) -> dict[str, str]:
    """Choose the service where the decision's own kind of recipient has one alone, and known."""
    found = [str(one.destination.pk) for one in offered if one.first and one.known]
    return {"destination": found[0]} if len(found) == 1 else {}


def _item_fields(number: int, thing: Tellable, *, takes_out: bool) -> dict[str, forms.Field]:
    """Make the boxes of one item; those that its own nature asks for among them."""
    at = f"item-{number}-"
    fields: dict[str, forms.Field] = {
        "send": forms.BooleanField(label=f"Send item {number + 1}", required=False),
        "needed": PlainText(label="Why do they need it?", max_length=1000, rows=2, required=False),
        "sure": RadioField(label="How sure are you?", choices=list(SURE.items()), required=False),
        "with": PlainText(
            label="With whom did you check it?",
            help_text="Their role, not their name.",
            max_length=200,
            required=False,
        ),
        "affects": PlainText(
            label="Whom else does it affect, and how?",
            help_text="" if thing.held.about_somebody_else else "Leave this empty if nobody.",
            max_length=1000,
            required=False,
        ),
    }
    if thing.held.is_old(timezone.localdate()):
        fields["age"] = PlainText(
            label="It is more than a year old. What does that mean?",
            help_text="Say what has changed since, or why it still matters.",
            max_length=1000,
            required=False,
        )
    if takes_out:
        fields["words"] = PlainText(
            label="The words that leave",
            help_text=f"Take out what they must not have. In its place: {', '.join(MARKS)}.",
            max_length=8000,
            rows=4,
            required=False,
            initial=thing.held.words,
        )
    return {at + name: field for name, field in fields.items()}


def _done_fields(at: str, code: str) -> dict[str, forms.Field]:
    """Make the boxes of one thing to be done before it leaves."""
    return {
        f"{at}tick": forms.BooleanField(label=done(code), required=False),
        f"{at}who": PlainText(
            label="Who did it?", help_text="Their role.", max_length=200, required=False
        ),
    }


def _sure(said: Mapping[str, Any]) -> str:
    """Say how it was checked, and nothing where it was not."""
    known = {"self": BY_OURSELVES, "with": f"Checked with: {said['with']}"}
    return known.get(said["sure"], "")


def _place(one: Offered) -> str:
    return f"{one.destination.service}, {one.destination.agency.name}"


def _numbers(one: Offered) -> str:
    place = one.destination
    night = place.phone_out_of_hours or "none known"
    first = "" if one.known else "Not verified: ring back first. "
    return f"{first}{place.phone_in_hours} ({place.hours}); at other times: {night}"
