"""A pack as a decision table: each rule with when it speaks, what it sets, why and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sharewell.packs.pack import Pack, Rule
from sharewell.printing.wording import PARTS, Wording, sets_in_words
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Value
from sharewell.terms.facts import Question, Vocabulary

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the table.

    Shapes:  each row has a cell for each word of the head, a cell is lines of text, and the
             last cell of a row names its paragraphs.
    """

    id: str
    title: str
    says: str
    head: tuple[str, ...]
    rows: tuple[Cells, ...]


def sections(pack: Pack, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """Lay a pack out, part by part; a part of which it says nothing is left out."""
    rules = (rule.id for part in Part for rule in pack.rules if rule.part is part)
    numbers = {id: number for number, id in enumerate(rules, start=1)}
    laid = _Laid(pack, Wording(pack, vocabulary), numbers)
    return tuple(section for section in laid.sections() if section.rows)


@dataclass(frozen=True, slots=True)
class _Laid:
    pack: Pack
    wording: Wording
    numbers: Mapping[str, int]

    def sections(self) -> Iterator[Section]:
        yield from (self._rules(part) for part in Part)
        yield self._questions()
        yield self._definitions()
        yield self._promises()
        yield self._excused()

    def _rules(self, part: Part) -> Section:
        rules = [rule for rule in self.pack.rules if rule.part is part]
        otherwise = self.pack.defaults.get(part)
        rows = [self._rule(rule, self.wording.condition(rule.when)) for rule in rules]
        if otherwise:
            rows.append(self._rule(otherwise, ("Where no rule above speaks",)))
        what = "Do" if part is Part.DUTY else "Then"
        head = ("Rule", "When", what, "Because", "Goes before", "Paragraph")
        says = "A rule is silent while one that goes before it speaks."
        return Section(part.value, PARTS[part], says, head, tuple(rows))

    def _rule(self, rule: Rule, when: tuple[str, ...]) -> Cells:
        name = rule.id.partition(":")[2].replace("_", " ")
        named = f"{self.numbers[rule.id]}. {name}" if rule.id in self.numbers else "otherwise"
        because = "" if rule.part is Part.DUTY else rule.because
        said = ((named,), when, (sets_in_words(rule),), (because,))
        return *said, self._over(rule), self._cited(rule.cites, rule.seen)

    def _over(self, rule: Rule) -> tuple[str, ...]:
        """Name the rules that one goes before: its own pack's by number, others in full."""
        own = in_ranges(sorted(self.numbers[id] for id in rule.overrides if id in self.numbers))
        return (*((own,) if own else ()), *(id for id in rule.overrides if id not in self.numbers))

    def _cited(self, cites: tuple[str, ...], seen: str = "text") -> tuple[str, ...]:
        told = tuple(self.wording.cited(cite) for cite in cites)
        return (*told, "from a summary, not the text itself") if seen == "paraphrase" else told

    def _questions(self) -> Section:
        order = {name: place for place, name in enumerate(self.pack.order)}
        names = sorted(self.pack.questions, key=lambda name: order.get(name, len(order)))
        rows = tuple(self._question(name, self.pack.questions[name]) for name in names)
        head = ("Fact", "Question", "Asked when", "Until it is asked", "Not known", "Paragraph")
        says = "In the order in which they are asked; one that can change nothing is not asked."
        return Section("questions", "What is asked", says, head, rows)

    def _question(self, name: str, question: Question) -> Cells:
        when = self.wording.condition(question.ask_when) if question.ask_when else ("Always",)
        presumed = self._stand_in(name, question.presume)
        unknown = self._stand_in(name, question.dont_know) if question.dont_know else presumed
        return (name,), (question.ask,), when, presumed, unknown, self._cited(question.cites)

    def _stand_in(self, name: str, value: Value | None) -> tuple[str, ...]:
        return ("It does not arise",) if value is None else (self.wording.value(name, value),)

    def _definitions(self) -> Section:
        rows = tuple(
            ((name.replace("_", " "),), (passage.says,), self._cited(passage.cites))
            for name, passage in self.pack.definitions.items()
        )
        head = ("Word", "What it means here", "Paragraph")
        return Section("definitions", "What words mean", "In our own words.", head, rows)

    def _promises(self) -> Section:
        rows = tuple(
            (
                (each.says,),
                self.wording.condition(each.when),
                (
                    *each.always,
                    *(f"never {' together with '.join(each.never)}",) * bool(each.never),
                ),
                self._cited(each.cites),
            )
            for each in self.pack.invariants
        )
        head = ("Promise", "Where", "What must hold", "Paragraph")
        says = "Proved over every situation each time the pack is checked."
        return Section("promises", "What this pack promises", says, head, rows)

    def _excused(self) -> Section:
        rows = tuple(
            ((excuse,), (self.wording.cited(f"{self.pack.id} {paragraph}"),))
            for paragraph, excuse in self.pack.excused.items()
        )
        says = "Paragraphs from which no rule follows, each with the reason."
        return Section("excused", "What is not encoded", says, ("Reason", "Paragraph"), rows)


def in_ranges(numbers: Sequence[int]) -> str:
    """Write numbers as people do: 2, 4–7, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)
    return ", ".join(said)
