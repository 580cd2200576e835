"""What recording a decision takes in: what is decided, how agreement stands, who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from sharewell.deciding import Engine
from sharewell.packs.pack import Passage
from sharewell.terms.answer import Answer
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.concerns.writing import facts_of
from sharewell_hub.consents.actions import Standing
from sharewell_hub.decisions.actions import Made
from sharewell_hub.decisions.forms import BOTH_SIDES, IF_NOT, IF_SHARED, LONGEST, WEIGHED
from sharewell_hub.decisions.helping import answered, not_to_share
from sharewell_hub.decisions.reasons import HELD_BACK, differs, limb_in_words, reasons
from sharewell_hub.decisions.sentences import RELEASES, WORDS
from sharewell_hub.look.forms import UNKNOWN, DayField, PlainText, RadioField
from sharewell_hub.people.forms import WhoForm

READ_AGAIN = (
    "The answer is another one since this page was opened, because an answer or a pack was "
    "changed. Read it again on this page, then send it again."
)
CONTRADICTS = (
    "You answered otherwise when you were asked about agreement, and the advice rests on that. "
    "Choose the same here, or go back and change that answer."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision is made on: the engine, its answer, and what was written so far."""

    engine: Engine
    answer: Answer
    draft: Mapping[str, Any]


class DecideForm(WhoForm):
    """What the practitioner decides, how it stands with agreement, and who is told."""

    decided = RadioField(
        label="What do you decide?", choices=[],
        error_messages={"required": "Choose what you decide."},
    )  # fmt: skip
    agreement = RadioField(
        label="Did you ask them to agree to this being passed on?", choices=[],
        help_text="This is about confidence: not the lawful basis, and not a yes to a service.",
        error_messages={"required": "Choose how it stands with agreement."},
    )  # fmt: skip
    telling = RadioField(
        label="Have they been told?", choices=[],
        help_text="The child, and whoever has parental responsibility, whether or not they agreed.",
        error_messages={"required": "Choose whether they are told."},
    )  # fmt: skip
    look_again_on = DayField(
        label="When will you look at telling them again?",
        help_text="Needed if they will not be told now. For example 27 3 2027.",
        name="the day to look again",
        past=False,
        required=False,
    )
    read = PlainText(max_length=64, required=False, widget=forms.HiddenInput)
    met = PlainText(max_length=400, required=False, widget=forms.HiddenInput)
    if_shared = PlainText(label=IF_SHARED, max_length=LONGEST, rows=3, required=False)
    if_not = PlainText(label=IF_NOT, max_length=LONGEST, rows=3, required=False)
    why = PlainText(
        label="Why do you decide this?",
        help_text="Needed if you decide otherwise than the answer says.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, viewer: Practitioner, ground: Ground, **kwargs: Any) -> None:
        """Offer the packs' own reasons, and ask only what this draft still needs."""
        super().__init__(*args, viewer=viewer, **kwargs)
        self.ground = ground
        decided: Any = self.fields["decided"]
        acts = WORDS["decided"]
        decided.choices = acts.get(facts_of(ground.draft).get("act"), acts["share"]).items()
        self._offer("agreement", "position", reasons(ground.engine, "consent_not_sought"))
        self._offer("telling", "telling", reasons(ground.engine, "not_told"))
        if ground.answer.act_now in RELEASES:
            first = not_to_share(ground.engine, facts_of(ground.draft))[0]
            decided.hints = {"do_not_share": first["says"]}
        unneeded = ("known", "name", "born_on") if "concern" in ground.draft else ()
        for name in (*unneeded, *(() if WEIGHED in facts_of(ground.draft) else BOTH_SIDES)):
            self.fields.pop(name, None)

    def _offer(self, name: str, words: str, listed: Mapping[str, Passage]) -> None:
        """Offer the plain answers, then each reason of the list with its limb of the law."""
        plain = list(WORDS[words].items())
        last, label = plain.pop()
        field: Any = self.fields[name]
        field.choices = [
            *plain,
            *((f"{last}:{code}", f"{label}: {_lower(each.says)}") for code, each in listed.items()),
        ]
        field.hints = {
            f"{last}:{code}": limb_in_words(each.limb) for code, each in listed.items() if each.limb
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what the choices make necessary: a reason, a day, both sides."""
        said = super().clean() or {}
        if said.get("read") not in ("", self.ground.answer.result_digest):
            self.add_error(None, READ_AGAIN)
        if said.get("telling", "").startswith("not_told") and not said.get("look_again_on"):
            self._ask_for(
                "look_again_on", "Enter a day to look at it again, since they are not told now."
            )
        for name in BOTH_SIDES:
            if name in self.fields and facts_of(self.ground.draft)[WEIGHED] != UNKNOWN:
                self._ask_for(name, "Write a line here: the answer rests on both sides.")
        if self._contradicts(said):
            self.add_error("agreement", CONTRADICTS)
        if said.get("decided") and self.differs():
            self._ask_for(
                "why", "Say why you decide otherwise than the answer. The decision is yours."
            )
        return said

    def differs(self) -> bool:
        """Say whether what was decided differs from the answer."""
        said = self.cleaned_data
        state = said.get("agreement", "").partition(":")[0]
        return differs(self.ground.answer.act_now, said["decided"], state)

    def unmet(self) -> list[dict[str, Any]]:
        """Give what the packs answer to what holds somebody back, until they have met it.

        Nothing where they share, where the answer would have nothing leave, or once it was met.
        """
        said, ground = self.cleaned_data, self.ground
        held_back = ground.answer.act_now in RELEASES and said["decided"] in HELD_BACK
        if not held_back or not self.differs():
            return []
        state = said["agreement"].partition(":")[0]
        found = answered(ground.engine, facts_of(ground.draft), agreement=state, why=said["why"])
        return [] if met_of(found) <= {*said["met"].split()} else found

    def made(self) -> Made:
        """Give what was decided, for the record."""
        said = self.cleaned_data
        state, _, reason = said["agreement"].partition(":")
        telling, _, telling_reason = said["telling"].partition(":")
        listed = reasons(self.ground.engine, "consent_not_sought")
        return Made(
            decided=said["decided"],
            standing=Standing(
                state=state,
                by=_whose(facts_of(self.ground.draft)),
                reason=reason,
                limb=listed[reason].limb if reason else "",
            ),
            telling=telling,
            telling_reason=telling_reason,
            look_again_on=said["look_again_on"],
            why=said["why"],
            weighed={name: said.get(name, "") for name in BOTH_SIDES},
        )

    def _ask_for(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _contradicts(self, said: Mapping[str, Any]) -> bool:
        before = facts_of(self.ground.draft).get("consent")
        now = said.get("agreement", "").partition(":")[0]
        return (before, now) in {
            ("obtained", "refused"),
            ("refused", "obtained"),
            ("withdrawn", "obtained"),
        }


def met_of(found: list[dict[str, Any]]) -> set[str]:
    """Name what somebody has met who was shown this: what they said, and that no more is wanted."""
    return {"all", *(each["key"] for each in found if each["said"])}


def _whose(facts: Mapping[str, Any]) -> str:
    """Say whose agreement it is, where that was answered."""
    by = str(facts.get("consent_by", ""))
    return "" if by == UNKNOWN else by


def _lower(says: str) -> str:
    """Begin a reason with a small letter, for the middle of a line."""
    return says[:1].lower() + says[1:].rstrip(".")
