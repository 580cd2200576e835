"""Packs that nobody would write: small ones at random, to try the engine's promises on."""

from dataclasses import replace
from functools import cache

from hypothesis import strategies as some

from sharewell.deciding import Engine
from sharewell.packs.pack import Rule
from sharewell.packs.reading import ConditionReader, Place
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.conditions import UNKNOWN
from sharewell.terms.facts import Kind

HERE = Place("invented", "")
FACTS = (
    *("risk_to_child", "concern_of", "recipient_role", "request_based", "requester_verified"),
    *("consent", "consent_written", "court_order", "child_age", "scheme", "applicant"),
    *("confidential", "public_knowledge"),
)
LATER = FACTS[4:]
PACKS = ("upper", "lower")
VALUES = {
    Part.OUTCOME: tuple(str(each.value) for each in Outcome),
    Part.CONSENT_NEEDED: ("true", "false", "if_safe"),
    Part.PRECONDITION: ("verify_requester", "purpose_and_power_stated"),
    Part.DUTY: ("record_decision", "ask_what_happened"),
}


@cache
def marsh_engine():
    """Marshland's engine, built once."""
    return Engine(marsh_stack())


def reader():
    """Reads conditions in Marshland's words."""
    vocabulary = marsh_stack().vocabulary
    return ConditionReader(vocabulary.facts, vocabulary.groups)


@some.composite
def literals(draw, facts=FACTS):
    """One comparison, as a pack writes it."""
    fact = marsh_stack().vocabulary.facts[draw(some.sampled_from(facts))]
    if draw(some.integers(0, 7)) == 0:
        return f"{fact.name} is unknown"
    if fact.kind is Kind.YEARS:
        sign = draw(some.sampled_from(["<", "<=", ">", ">=", "=", "!="]))
        return f"{fact.name} {sign} {draw(some.sampled_from([0, 13, 16]))}"
    words = [str(value).lower() for value in fact.values]
    sign = draw(some.sampled_from(["=", "!=", "in", "not in"]))
    if sign in ("=", "!="):
        return f"{fact.name} {sign} {draw(some.sampled_from(words))}"
    chosen = draw(some.lists(some.sampled_from(words), min_size=1, max_size=2, unique=True))
    return f"{fact.name} {sign} [{', '.join(chosen)}]"


@some.composite
def conditions(draw, facts=FACTS):
    """A condition of one to three comparisons."""
    written = draw(some.lists(literals(facts), min_size=1, max_size=3))
    table = {}
    for each in written:
        table.setdefault(draw(some.sampled_from(["all", "all", "any", "none"])), []).append(each)
    return reader().read(table, HERE)


@some.composite
def stacks(draw):
    """A stack of two packs, whose rules never contradict each other inside a pack."""
    stack = marsh_stack()
    rules = [draw(_rules(place)) for place in range(draw(some.integers(1, 6)))]
    rules = [_over(rule, rules[place + 1 :]) for place, rule in enumerate(rules)]
    return replace(
        stack,
        rules=tuple(rules),
        speaks=dict.fromkeys(Part, PACKS),
        questions={**stack.questions, **draw(_questions(stack))},
    )


@some.composite
def _rules(draw, place):
    part = draw(some.sampled_from([*[Part.OUTCOME] * 4, *VALUES]))
    return Rule(
        id=f"{draw(some.sampled_from(PACKS))}:r{place}",
        part=part,
        sets=draw(some.sampled_from(VALUES[part])),
        when=draw(conditions()),
        because=f"because {place}",
        cites=(f"invented {place}",),
        holds=draw(some.booleans()),
    )


def told(stack):
    """Write a stack's rules and changed questions, for the report of a failure."""
    rules = [
        f"{rule.id} {rule.sets} {rule.when} over {rule.overrides} {rule.holds}"
        for rule in stack.rules
    ]
    usual = marsh_stack().questions
    asked = [
        f"{name} asked when {question.ask_when} presume {question.presume}"
        for name, question in stack.questions.items()
        if question != usual[name]
    ]
    return "\n".join([*rules, *asked])


def _over(rule, others):
    over = [each.id for each in others if each.part is rule.part and each.sets != rule.sets]
    return replace(rule, overrides=tuple(over))


@some.composite
def _questions(draw, stack):
    """Some questions asked only when an earlier fact is so, some with nothing to stand in."""
    found = {}
    for name in draw(some.lists(some.sampled_from(LATER), max_size=3, unique=True)):
        when = draw(conditions(FACTS[: FACTS.index(name)]))
        found[name] = replace(stack.questions[name], ask_when=when, dont_know=None)
        if draw(some.booleans()):
            found[name] = replace(found[name], presume=None)
    return found


@some.composite
def situations(draw, stack, *, open_=True):
    """Facts that can stand together: some given, some not known, some not asked."""
    vocabulary = stack.vocabulary
    facts = {}
    for name in FACTS:
        values = vocabulary.facts[name].values
        if vocabulary.facts[name].kind is Kind.YEARS:
            values = (0, 12, 13, 14, 16, 17)
        choices = [*values, *[UNKNOWN, None] * open_]
        value = draw(some.sampled_from(choices))
        if value is not None and not vocabulary.contradiction({**facts, name: value}):
            facts[name] = value
    contradiction = vocabulary.contradiction(facts)
    return {} if contradiction else facts
