"""What every stack promises, whatever its packs say, and where a text makes an exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sharewell.packs.pack import Invariant, Pack, Rule, Stack
from sharewell.packs.reading import ConditionReader, Place
from sharewell.packs.stacking import HARM_FIRST
from sharewell.proving.invariants import Counterexample, Prover
from sharewell.terms.answer import Part
from sharewell.terms.conditions import ALWAYS, Condition, Value
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import Vocabulary

HERE = Place("universal", "")
PROTECTORS = "recipient_role in protectors"
CLEAR = [PROTECTORS, "risk_to_child in [reasonable_cause_significant_harm, immediate]"]
REFUSED = [PROTECTORS, "consent in [refused, withdrawn]"]
ABUSER = ["recipient_role = alleged_abuser", "recipient_is_alleged_abuser = true"]
FINAL_REFUSAL = ("act_now = do_not_share", "preconditions empty")
WAITING = "act_now in [seek_consent_first, share_with_consent_only]"
RELEASED = "act_now in [share_must, share_may, share_limited]"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of every stack.

    Where `but_for` names a fact and a value, it is broken only where that value would mend it:
    then that fact alone is the cause. A pack's own invariant of the same name is that text's
    wording of it: what its condition leaves out is an exception, by the paragraphs it cites.
    """

    id: str
    says: str
    when: Mapping[str, list[str]]
    never: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    but_for: tuple[str, Value] | None = None

    def invariant(self, vocabulary: Vocabulary) -> Invariant | None:
        """Say it in a vocabulary's words; None where it lacks them, so that it cannot arise."""
        reader = ConditionReader(vocabulary.facts, vocabulary.groups)
        try:
            when = reader.read(self.when, HERE)
        except PackRefused:
            return None
        return Invariant(self.id, self.says, when, self.never, self.always, ())


PROMISES = (
    Promise(
        "clear_risk_is_never_refused",
        "A clear risk of significant harm never ends in a final refusal towards protectors.",
        {"all": CLEAR}, never=FINAL_REFUSAL,
    ),
    Promise(
        "clear_risk_does_not_wait_for_agreement",
        "A clear risk of significant harm never waits for consent towards protectors.",
        {"all": CLEAR}, never=(WAITING,),
    ),
    Promise(
        "clear_risk_needs_no_agreement",
        "Sharing a clear risk of significant harm with protectors never rests on consent.",
        {"all": CLEAR}, never=("consent_needed = true",),
    ),
    Promise(
        "refusal_alone_never_blocks_a_protector",
        "Refused consent alone never ends in a final refusal towards protectors.",
        {"all": REFUSED}, never=FINAL_REFUSAL, but_for=("consent", "not_sought"),
    ),
    Promise(
        "nothing_to_the_alleged_abuser",
        "Nothing is released to an alleged abuser because a child is at risk.",
        {"any": ABUSER}, never=(RELEASED,), but_for=("risk_to_child", "none"),
    ),
    Promise(
        "nothing_to_the_alleged_abuser_for_an_adult",
        "Nothing is released to an alleged abuser because an adult is at risk.",
        {"any": ABUSER}, never=(RELEASED,), but_for=("risk_to_adult_serious_harm", False),
    ),
    Promise(
        "anonymous_stays_anonymous",
        "A purpose that needs no identity never releases it.",
        {"all": ["anonymous_would_do = true", "identifies_person = true"]}, never=(RELEASED,),
    ),
    Promise(
        "a_court_order_is_answered",
        "A court order is answered.",
        {"all": ["court_order = true"]}, always=("act_now = share_must",),
    ),
)  # fmt: skip


class Universal:
    """The promises of every stack in the words of one, with its packs' exceptions to them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        said = ((each, each.invariant(stack.vocabulary)) for each in PROMISES)
        self.promises = [(promise, invariant) for promise, invariant in said if invariant]

    def conditions(self) -> Iterator[Condition]:
        """Give conditions over all that they look at, so that it is told apart."""
        reader = ConditionReader(self.stack.vocabulary.facts, self.stack.vocabulary.groups)
        for promise, invariant in self.promises:
            yield invariant.when
            if promise.but_for:
                fact, value = promise.but_for
                yield reader.read({"all": [f"{fact} = {str(value).lower()}"]}, HERE)

    def exceptions(self, promise: Promise) -> tuple[tuple[Pack, Invariant], ...]:
        """Give the packs' own wordings of a promise."""
        named = ((pack, each) for pack in self.stack.packs for each in pack.invariants)
        return tuple((pack, each) for pack, each in named if each.id == promise.id)

    def counterexample(
        self, promise: Promise, invariant: Invariant, prover: Prover
    ) -> tuple[Counterexample | None, tuple[str, ...]]:
        """Find a situation in which a promise is broken and no text makes an exception.

        Returns:  that situation, and the exceptions without which there would be one.
        """
        broken = self._where_broken(promise, invariant, prover)
        if not prover.all.can_be(broken):
            return None, ()
        used = list[str]()
        for pack, own in self.exceptions(promise):
            left = prover.diagrams.both(broken, prover.all.condition(own.when))
            if left != broken:
                used.append(f"{pack.id} ({', '.join(own.cites)})")
            broken = left
        return prover.shown(promise.id, broken), tuple(used)

    def broken(self, prover: Prover) -> Iterator[Counterexample]:
        """Find a situation for each promise that is broken."""
        for promise, invariant in self.promises:
            found, _ = self.counterexample(promise, invariant, prover)
            if found is not None:
                yield found

    def _where_broken(self, promise: Promise, invariant: Invariant, prover: Prover) -> int:
        if promise.but_for is None:
            return prover.where_broken(invariant)
        fact, value = promise.but_for
        domain, join = prover.all.domains[fact], prover.diagrams
        bad = prover.where_broken(replace(invariant, when=ALWAYS))
        instead = dict.fromkeys(range(domain.width), domain.of(value))
        still = join.moved(bad, prover.all.level[fact], instead)
        return join.both(prover.all.condition(invariant.when), join.but_not(bad, still))


def own_promises(stack: Stack) -> Iterator[tuple[Pack, Invariant]]:
    """Give what the packs of a stack promise themselves, each where the stack picks it."""
    for pack in stack.packs:
        where = stack.picks.get(pack.id)
        for each in pack.invariants:
            yield pack, replace(each, when=replace(each.when, where=where))


def own_counterexample(pack: Pack, invariant: Invariant, prover: Prover) -> Counterexample | None:
    """Find a situation in which a pack breaks its own promise."""
    broken = prover.where_broken(invariant)
    for rule in above(pack, prover.stack):
        broken = prover.diagrams.but_not(broken, prover.all.speaks(rule))
    return prover.shown(f"{pack.id}:{invariant.id}", broken)


def above(pack: Pack, stack: Stack) -> tuple[Rule, ...]:
    """Give the rules that speak before a pack's own; what they say is no breach of its promises.

    In the stack of its own name a pack answers for everything. In another one that speaks first
    may say otherwise, and what must be met first adds up.
    """
    if pack.id == stack.id:
        return ()
    found = list[Rule]()
    for part in (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT, Part.PRECONDITION):
        order = stack.speaks[part]
        first = set(order) if part is Part.PRECONDITION else set(order[: order.index(pack.id)])
        rules = (rule for rule in stack.rules_of(part) if rule.pack in first - {pack.id})
        found.extend(rules)
    return tuple(found)


def harm_is_asked(stack: Stack) -> bool:
    """Say whether harm is always asked, first of all, and never presumed away."""
    risk, adult = (stack.questions[name] for name in HARM_FIRST)
    always = risk.ask_when is None and adult.ask_when is None
    presumed = "none" not in (risk.presume, risk.dont_know)
    return always and presumed and stack.order[: len(HARM_FIRST)] == HARM_FIRST
