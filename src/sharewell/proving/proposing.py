"""Propose worked examples that would notice the faults nothing notices yet, to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sharewell.deciding import Engine
from sharewell.packs.pack import Example, Rule
from sharewell.proving.mutating import Mutant
from sharewell.proving.surviving import Ended
from sharewell.proving.trying import AtOnce
from sharewell.terms.conditions import NOTHING, Facts, Value

BESIDE = {"certain": "duties", "open": "no_duties", "reason": "reasons"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One situation as a worked example, what to expect of it, and the faults it would notice.

    `values` are those of the fact `each` for which it would stand alike; none where it is one.
    """

    facts: Facts
    expect: Mapping[str, Any]
    cites: tuple[str, ...]
    notices: tuple[str, ...]
    each: str = ""
    values: tuple[Value, ...] = ()


def propose(alive: Iterable[Ended], engine: Engine) -> tuple[Proposal, ...]:
    """Choose few situations that together notice every fault of a rule that lives."""
    faults = [ended for ended in alive if ended.mutant.about_a_rule]
    examples = list(dict((example.id, example) for example in _examples(faults, engine)).values())
    left = {str(ended.mutant): ended.mutant for ended in faults}
    at_once = AtOnce(engine, examples)
    noticed = {name: at_once.short(fault.stack, fault.where) for name, fault in left.items()}
    chosen = list[Proposal]()
    while any(noticed[name] for name in left):
        place = max(range(len(examples)), key=lambda n: sum(noticed[f] >> n & 1 for f in left))
        here = [fault for name, fault in left.items() if noticed[name] >> place & 1]
        chosen.append(_trimmed(examples[place], here, engine))
        left = {name: fault for name, fault in left.items() if fault not in here}
    return tuple(_gathered(chosen))


def _examples(faults: Iterable[Ended], engine: Engine) -> Iterator[Example]:
    """Write each situation as an example that says all it turns on and all that is answered."""
    rules = {rule.id: rule for rule in (*engine.stack.rules, *engine.stack.defaults.values())}
    for ended in faults:
        rule = rules[ended.mutant.where]
        facts = {**_presumed(rule, engine), **ended.facts}
        if engine.stack.vocabulary.contradiction(facts):
            facts = dict(ended.facts)
        ordered = {name: facts[name] for name in engine.stack.order if name in facts}
        yield Example(str(ordered), "", rule.cites, ordered, _expected(ordered, engine))


def _presumed(rule: Rule, engine: Engine) -> Facts:
    looked_at = rule.when.facts - {*engine.asker.defaulted}
    stands = {name: engine.asker.stand_in(name) for name in looked_at}
    return {name: value for name, value in stands.items() if value != NOTHING}


def _expected(facts: Facts, engine: Engine) -> dict[str, Any]:
    answer = engine.decide(facts, would_change=False)
    owed = {duty.code for duty in answer.duties}
    expect: dict[str, Any] = {
        "act_now": str(answer.act_now),
        "consent_needed": answer.consent_needed,
        "inform_subject": answer.inform_subject,
        "preconditions": list(answer.preconditions),
        "held_back": str(answer.held_back or ""),
        "duties": [duty.code for duty in answer.duties if duty.certain],
        "no_duties": [code for code in dict.fromkeys(_duties(engine)) if code not in owed],
        "reasons": [reason.rule.partition(":")[2] for reason in answer.reasons],
    }
    return expect if expect["held_back"] else {k: v for k, v in expect.items() if k != "held_back"}


def _duties(engine: Engine) -> Iterator[str]:
    return (rule.sets for rule in engine.duties.rules)


def _trimmed(example: Example, faults: Sequence[Mutant], engine: Engine) -> Proposal:
    """Keep of the duties and reasons only what notices a fault; the parts of the answer all."""
    at_once, needed = AtOnce(engine, [example]), dict[str, set[str]]()
    for fault in faults:
        for (kind, word), bits in at_once.missed(fault.stack, fault.where):
            if bits and kind in BESIDE:
                needed.setdefault(BESIDE[kind], set()).add(word)
    expect = {
        part: [word for word in said if word in needed[part]] if part in needed else said
        for part, said in example.expect.items()
        if part in needed or part not in BESIDE.values()
    }
    return Proposal(example.facts, expect, example.cites, tuple(map(str, faults)))


def _gathered(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Gather what differs in the value of one fact alone into one example for each of them."""
    groups: dict[str, list[tuple[str, Proposal]]] = {}
    for one in proposals:
        for name in one.facts:
            rest = {key: value for key, value in one.facts.items() if key != name}
            groups.setdefault(f"{name} {rest} {one.expect}", []).append((name, one))
    done = set[int]()
    for group in sorted(groups.values(), key=len, reverse=True):
        some = [(name, one) for name, one in group if id(one) not in done]
        if not some:
            continue
        done |= {id(one) for _, one in some}
        name, first = some[0]
        if len(some) == 1:
            yield first
            continue
        yield Proposal(
            facts={key: value for key, value in first.facts.items() if key != name},
            expect=first.expect,
            cites=first.cites,
            notices=tuple(fault for _, one in some for fault in one.notices),
            each=name,
            values=tuple(one.facts[name] for _, one in some),
        )


def in_toml(proposal: Proposal, id: str) -> str:
    """Write a proposal as it would stand in cases.toml; what it is about is left to say."""
    lines = [f"# Would notice: {fault}" for fault in proposal.notices]
    lines += ["[[case]]", f'id = "{id}"', 'about = "TO JUDGE"']
    lines.append(f"cites = {_toml([cite.partition(' ')[2] for cite in proposal.cites])}")
    if proposal.each:
        values = ", ".join(str(value).lower() for value in proposal.values)
        lines.append(f'each = "{proposal.each} in [{values}]"')
    lines += [f"facts = {_table(proposal.facts)}", f"expect = {_table(proposal.expect)}", ""]
    return "\n".join(lines)


def _table(table: Mapping[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in table.items()) + " }"


def _toml(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return f'"{value}"'
