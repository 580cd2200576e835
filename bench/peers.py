"""Other ways to decide by the same rules: if and else, Cedar's policies, GoRules' table."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.conditions import Comparison, Condition, Literal, Value

PROJECT = Path(__file__).parents[1]
FOLDER = PROJECT / ".venv" / "peers"
LOCK = PROJECT / "requirements" / "bench.lock"
RELEASES = (Outcome.SHARE_MUST, Outcome.SHARE_MAY, Outcome.SHARE_LIMITED)


class Words(NamedTuple):
    """What a language calls and, or, not and always."""

    and_: str
    or_: str
    not_: str
    always: str


PYTHONS = Words("and", "or", "not", "True")
CEDARS = Words("&&", "||", "!", "true")
ZENS = Words("and", "or", "not", "true")
Decide = Callable[[Mapping[str, Value]], Any]


def install() -> None:
    """Put the peers, by their locked versions, where only this benchmark finds them."""
    wanted = LOCK.read_text()
    ready = FOLDER / "ready"
    if not ready.exists() or ready.read_text() != wanted:
        uv = Path(sys.executable).with_name("uv")
        command = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", FOLDER]
        subprocess.run([*command, "--require-hashes", "-r", LOCK], check=True)
        ready.write_text(wanted)
    sys.path.append(str(FOLDER))


def in_turn(stack: Stack, part: Part) -> list[Rule]:
    """Order the rules of a part so that the first that holds sets it, as if/elif would."""
    rank = {pack: place for place, pack in enumerate(stack.speaks[part])}
    rules = (rule for rule in in_override_order(stack) if rule.part is part)
    return sorted(rules, key=lambda rule: rank[rule.pack])


def if_else(stack: Stack) -> Decide:
    """Write the rules out as a person would in Python: one if after another, a part at a time."""
    lines = ["def decide(f):", "    preconditions = []"]
    for part, default in stack.defaults.items():
        for place, rule in enumerate(in_turn(stack, part)):
            word = "elif" if place else "if"
            lines += [f"    {word} {python(rule.when)}:", f"        {part} = {rule.sets!r}"]
        lines += ["    else:", f"        {part} = {default.sets!r}"]
    for rule in stack.rules_of(Part.PRECONDITION):
        met = stack.vocabulary.met_by[rule.sets]
        lines += [f"    if {python(rule.when)} and not f[{met!r}]:"]
        lines += [f"        preconditions.append({(rule.sets, rule.holds)!r})"]
    lines += [f"    return ({', '.join(stack.defaults)}, preconditions)"]
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)
    decide: Decide = scope["decide"]
    return decide


def python(condition: Condition) -> str:
    """Write a condition in Python."""
    return _joined(condition, _python, PYTHONS)


def _python(literal: Literal) -> str:
    fact, values = f"f[{literal.fact!r}]", literal.values
    if literal.how is Comparison.IS_UNKNOWN:
        return f"({fact} == 'unknown')"
    if literal.how in (Comparison.IN, Comparison.NOT_IN):
        if len(values) == 1:
            return f"({fact} {'==' if literal.how is Comparison.IN else '!='} {values[0]!r})"
        return f"({fact} {literal.how} {values!r})"
    return f"({fact} {literal.how} {values[0]!r})"


def cedar(stack: Stack) -> tuple[Decide, Decide]:
    """Write the rules out as Cedar's policies, an action for each outcome and one for any release.

    Cedar has no rule over another: each policy holds the conditions of those above it, negated.
    Returns:  one allow/deny ("may it be released?"), and one call for each outcome.
    """
    cedarpy = import_module("cedarpy")
    policies = cedarpy.PolicySet.from_str("\n".join(_policies(stack)))
    nobody = cedarpy.Entities.from_json_str("[]")

    def allowed(action: str, facts: Mapping[str, Value]) -> bool:
        asked = {"principal": 'P::"p"', "resource": 'R::"r"', "action": f'Action::"{action}"'}
        return bool(cedarpy.is_authorized({**asked, "context": facts}, policies, nobody).allowed)

    def outcome(facts: Mapping[str, Value]) -> str:
        found = [each.value for each in Outcome if allowed(each, facts)]
        return found[0] if found else stack.defaults[Part.OUTCOME].sets

    return lambda facts: allowed("release", facts), outcome


def _policies(stack: Stack) -> list[str]:
    rules = in_turn(stack, Part.OUTCOME)
    written = {rule.id: _joined(rule.when, _cedar, CEDARS) for rule in rules}
    policies = []
    for place, rule in enumerate(rules):
        above = [each for each in rules[:place] if each.pack != rule.pack]
        above += [each for each in rules if each.pack == rule.pack and rule.id in each.overrides]
        over = [written[each.id] for each in above]
        when = " && ".join([written[rule.id], *(f"!({each})" for each in over)])
        actions = [f'Action::"{rule.sets}"', *['Action::"release"'] * (rule.sets in RELEASES)]
        listed = f"[{', '.join(actions)}]"
        policies.append(f"permit(principal, action in {listed}, resource) when {{ {when} }};")
    return policies


def _cedar(literal: Literal) -> str:
    fact, values = f"context.{literal.fact}", [json.dumps(value) for value in literal.values]
    if literal.how is Comparison.IS_UNKNOWN:
        return f'({fact} == "unknown")'
    if literal.how in (Comparison.IN, Comparison.NOT_IN):
        has = f"{fact} == {values[0]}"
        has = has if len(values) == 1 else f"[{', '.join(values)}].contains({fact})"
        return f"({has})" if literal.how is Comparison.IN else f"(!({has}))"
    return f"({fact} {literal.how} {values[0]})"


def gorules(stack: Stack) -> Decide:
    """Write the rules out as one decision table of GoRules' engine, its first row that holds."""
    zen = import_module("zen")
    rules = [
        {"_id": rule.id, "when": _joined(rule.when, _zen, ZENS), "says": rule.sets}
        for rule in in_turn(stack, Part.OUTCOME)
    ]
    rules.append({"_id": "else", "when": "", "says": stack.defaults[Part.OUTCOME].sets})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "says", "name": "outcome", "field": "outcome"}],
        "rules": [{**rule, "says": json.dumps(rule["says"])} for rule in rules],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda facts: decision.evaluate(facts)["result"]["outcome"]


def _zen(literal: Literal) -> str:
    values = [json.dumps(value) for value in literal.values]
    if literal.how is Comparison.IS_UNKNOWN:
        return f'({literal.fact} == "unknown")'
    if literal.how in (Comparison.IN, Comparison.NOT_IN):
        has = f"{literal.fact} == {values[0]}"
        has = has if len(values) == 1 else f"{literal.fact} in [{', '.join(values)}]"
        return f"({has})" if literal.how is Comparison.IN else f"(not ({has}))"
    return f"({literal.fact} {literal.how} {values[0]})"


def _joined(condition: Condition, write: Callable[[Literal], str], words: Words) -> str:
    """Join written comparisons by a language's own words."""
    parts = [write(literal) for literal in condition.all]
    if condition.any:
        parts.append("(" + f" {words.or_} ".join(write(each) for each in condition.any) + ")")
    parts += [f"{words.not_} ({write(literal)})" for literal in condition.none]
    if condition.where:
        parts.append(f"({_joined(condition.where, write, words)})")
    return f" {words.and_} ".join(parts) or words.always
