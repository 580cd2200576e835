"""The rules of a stack as a formula of OpenFisca, which computes over arrays of people."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from bench.peers import Decide, in_turn
from sharewell.packs.pack import Stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Comparison, Condition, Literal, Value
from sharewell.terms.facts import Kind

YEAR = "2026"


def openfisca(stack: Stack) -> Decide:
    """Write the outcome as the first condition that holds; each situation is one simulation."""
    numpy = import_module("numpy")
    builder = import_module("openfisca_core.simulations").SimulationBuilder
    rules = in_turn(stack, Part.OUTCOME)
    names = sorted({name for rule in rules for name in rule.when.facts})
    default = stack.defaults[Part.OUTCOME].sets

    def formula(person: Any, period: Any) -> Any:
        facts = {name: person(name, period) for name in names}
        where = [_holds(numpy, rule.when, facts) for rule in rules]
        return numpy.select(where, [rule.sets for rule in rules], default)

    system = _system({name: stack.vocabulary.facts[name].kind for name in names}, formula)

    def decide(facts: Mapping[str, Value]) -> str:
        simulation = builder().build_default_simulation(system, 1)
        for name in names:
            if name in facts:
                simulation.set_input(name, YEAR, numpy.array([facts[name]]))
        outcome: str = simulation.calculate("outcome", YEAR)[0]
        return outcome

    return decide


def _system(kinds: Mapping[str, Kind], formula: Any) -> Any:
    entity = import_module("openfisca_core.entities").build_entity(
        key="person", plural="persons", label="Somebody", is_person=True
    )
    system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem([entity])
    base = import_module("openfisca_core.variables").Variable
    year = import_module("openfisca_core.periods").DateUnit.YEAR
    types = {Kind.BOOL: bool, Kind.YEARS: int, Kind.ONE_OF: str}
    for name, kind in kinds.items():
        said = {"value_type": types[kind], "entity": entity, "definition_period": year}
        system.add_variable(type(name, (base,), {**said, "label": name}))
    said = {"value_type": str, "entity": entity, "definition_period": year, "formula": formula}
    system.add_variable(type("outcome", (base,), {**said, "label": "outcome"}))
    return system


def _holds(numpy: Any, condition: Condition, facts: Mapping[str, Any]) -> Any:
    found = numpy.array([True])
    for literal in condition.all:
        found = found & _compared(numpy, literal, facts)
    if condition.any:
        one = numpy.array([False])
        for literal in condition.any:
            one = one | _compared(numpy, literal, facts)
        found = found & one
    for literal in condition.none:
        found = found & ~_compared(numpy, literal, facts)
    return found & _holds(numpy, condition.where, facts) if condition.where else found


def _compared(numpy: Any, literal: Literal, facts: Mapping[str, Any]) -> Any:
    fact = facts[literal.fact]
    if literal.how is Comparison.IS_UNKNOWN:
        return fact == "unknown"
    if literal.how in (Comparison.IN, Comparison.NOT_IN):
        among = numpy.isin(fact, list(literal.values))
        return among if literal.how is Comparison.IN else ~among
    how = {"<": numpy.less, "<=": numpy.less_equal, ">": numpy.greater, ">=": numpy.greater_equal}
    return how[literal.how](fact, literal.values[0])
