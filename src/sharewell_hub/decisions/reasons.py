"""What needs a reason: deciding otherwise, not asking, not telling; and the lists of them."""

from sharewell.deciding import Engine
from sharewell.packs.pack import Passage
from sharewell.terms.answer import Outcome
from sharewell_hub.decisions.sentences import WORDS

LIMBS = {
    "a": "agreement cannot be given",
    "b": "it cannot reasonably be expected to be obtained",
    "c": "asking would prejudice the protection",
}
"""Data Protection Act 2018, Schedule 1, paragraph 18(2): why there is no agreement."""


SHARE, PART, NOT, ADVICE = "share", "share_part", "do_not_share", "take_advice"
HELD_BACK = (NOT, ADVICE)
"""Which decisions let nothing leave."""

FOLLOWS = {
    Outcome.SHARE_MUST: {SHARE, PART},
    Outcome.SHARE_MAY: {SHARE, PART, ADVICE},
    Outcome.SHARE_LIMITED: {PART, ADVICE},
    Outcome.SHARE_ANONYMISED: {PART, ADVICE},
    Outcome.SHARE_WITH_CONSENT_ONLY: {NOT, ADVICE},
    Outcome.SEEK_CONSENT_FIRST: {NOT, ADVICE},
    Outcome.SEEK_ADVICE: {ADVICE},
    Outcome.DO_NOT_SHARE: {NOT, ADVICE},
}
"""Which decisions follow each answer; every other one differs, and says why."""


def differs(act_now: Outcome, decided: str, state: str) -> bool:
    """Say whether a decision differs; what rests on agreement follows once it is given."""
    rests_on_it = act_now in (Outcome.SHARE_WITH_CONSENT_ONLY, Outcome.SEEK_CONSENT_FIRST)
    if rests_on_it and state == "obtained" and decided in (SHARE, PART):
        return False
    return decided not in FOLLOWS[act_now]


def reasons(engine: Engine, kind: str) -> dict[str, Passage]:
    """Give the reasons of one kind by code: the packs' own, and the law's that these leave out.

    Shapes:  kind is "consent_not_sought" or "not_told"; a code is "pack:reason" or "law:reason".
    Source:  Data Protection Act 2018, Schedule 1, paragraph 18(2); Sussex 3.2.3.
    """
    own = {
        f"{pack.id}:{code}": passage
        for pack in engine.stack.packs
        for code, passage in pack.reasons.get(kind, {}).items()
    }
    codes = {code.partition(":")[2] for code in own}
    limbs = {passage.limb for passage in own.values()}
    law = {
        f"law:{code}": Passage(each["says"], tuple(each["cites"]), each.get("limb", ""))
        for code, each in WORDS["reasons"][kind].items()
        if each.get("limb") not in limbs and not codes & set(each.get("stands_for", ()))
    }
    return own | law


def limb_in_words(limb: str) -> str:
    """Say under which limb of the law a reason falls."""
    return (
        f"Data Protection Act 2018, Schedule 1, paragraph 18(2)({limb}): {LIMBS[limb]}"
        if limb
        else ""
    )
