"""The slow way to an outlook: try every situation that could still be, one by one."""

from dataclasses import dataclass
from itertools import product

from sharewell.deciding.domains import askings_of
from sharewell.terms.conditions import NOTHING, UNKNOWN, Comparison

ABOUT_GIVING = (Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN)


@dataclass(frozen=True)
class State:
    """What was answered for a fact (None: nothing was), and what is so."""

    answer: object
    truth: object


class EverySituation:
    """All that can still be on some facts of a stack, by the words of the contract."""

    def __init__(self, engine, facts):
        self.engine, self.stack, self.facts = engine, engine.stack, facts
        self.askings = askings_of(self.stack)
        self.names = tuple(engine.forecast.domains)
        self.open = [n for n in self.names if facts.get(n, UNKNOWN) == UNKNOWN]
        self.outcomes = {}
        for raw in product(*(self._states(name) for name in self.names)):
            effective = self._as_asked(dict(zip(self.names, raw, strict=True)))
            if not self._contradicts(effective):
                self.outcomes[raw] = self._outcome(effective)

    def possible(self):
        """Every outcome that some situation leads to."""
        return frozenset(self.outcomes.values())

    def relevant(self):
        """The facts not asked that two situations differ in, and in their outcomes."""
        return {
            name
            for place, name in enumerate(self.names)
            if name not in self.facts and self._matters(place)
        }

    def size(self):
        """How many situations that is."""
        return len(self.outcomes)

    def _matters(self, place):
        seen = {}
        for raw, outcome in self.outcomes.items():
            rest = raw[:place] + raw[place + 1 :]
            if seen.setdefault(rest, outcome) is not outcome:
                return True
        return False

    def _states(self, name):
        values = list(self.stack.vocabulary.facts[name].values)
        presumed = self.askings[name].presumed
        given = self.facts.get(name)
        if given is not None and given != UNKNOWN:
            return [State(given, given)]
        not_known = [State(UNKNOWN, v) for v in (*values, *[NOTHING][: presumed == NOTHING])]
        if given == UNKNOWN:
            return not_known
        unasked = [State(None, NOTHING)] if presumed == NOTHING else []
        return [*(State(v, v) for v in values), *not_known, *unasked]

    def _as_asked(self, states):
        """Let what would not be asked take its presumption, gates before what they open."""
        settled = dict(states)
        done = set()
        while len(done) < len(settled):
            for name in self.names:
                gates = {gate.fact for gate in self.askings[name].gates}
                if name in done or not gates <= done:
                    continue
                done.add(name)
                if name not in self.facts and not self._asked(name, settled):
                    settled[name] = State(None, self._presumed(name, settled))
        return settled

    def _asked(self, name, states):
        asking = self.askings[name]
        if asking.when is not None and asking.when.never:
            return False
        may = self._may_hold
        when = asking.when
        opened = when is None or (
            all(may(each, states, True) for each in when.all)
            and (not when.any or any(may(each, states, True) for each in when.any))
            and not any(may(each, states, False) for each in when.none)
        )
        return opened and not any(self._excluded(each, states) for each in asking.only_unless)

    def _excluded(self, literal, states):
        if literal.how is Comparison.IN:
            return literal.admits(states[literal.fact].truth)
        return self._may_hold(literal, states, False)

    def _may_hold(self, literal, states, wanted):
        state = states[literal.fact]
        if literal.how is Comparison.IS_UNKNOWN:
            return state.answer == UNKNOWN
        if state.answer == UNKNOWN:
            return literal.how is Comparison.IS_GIVEN if literal.how in ABOUT_GIVING else wanted
        if literal.how in ABOUT_GIVING:
            return (state.truth != NOTHING) is (literal.how is Comparison.IS_GIVEN)
        return literal.admits(state.truth)

    def _presumed(self, name, states):
        presumed = self.askings[name].presumed
        for pair in self.stack.vocabulary.constraints:
            for own, other in (pair, pair[::-1]):
                mine = own.fact == name and own.how is Comparison.IN and own.admits(presumed)
                if mine and self._stands(other, states):
                    values = self.stack.vocabulary.facts[name].values
                    presumed = next(value for value in values if not own.admits(value))
        return presumed

    def _stands(self, literal, states):
        if literal.fact not in states:
            return bool(literal.truth(self.facts))
        if literal.how is Comparison.IN:
            return literal.admits(states[literal.fact].truth)
        return (literal.fact in self.facts) is (literal.how is Comparison.IS_GIVEN)

    def _contradicts(self, states):
        return any(
            self._stands(first, states) and self._stands(second, states)
            for first, second in self.stack.vocabulary.constraints
        )

    def _outcome(self, states):
        truths = {name: state.truth for name, state in states.items()}
        answers = {name: s.answer for name, s in states.items() if s.answer is not None}
        return self.engine.compiled.weigh({**self.facts, **truths}, answers).outcome
