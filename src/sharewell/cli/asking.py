"""`sharewell ask`: the same as a conversation in the terminal."""

from __future__ import annotations

import json
from textwrap import fill
from typing import Any

import click

from sharewell.cli.engines import DEFAULT_STACK, Engines, refusals, today
from sharewell.deciding import Engine
from sharewell.deciding.asking import contradiction
from sharewell.terms.answer import Answer, NextQuestion
from sharewell.terms.conditions import UNKNOWN, Value
from sharewell.terms.facts import Fact, Kind

DO_NOT_KNOW = "I don't know"


@click.command()
@click.option(
    "--stack", default=DEFAULT_STACK, show_default=True, help="The stack to decide under."
)
@click.option("--json", "as_json", is_flag=True, help="End with the whole answer as JSON.")
def ask(stack: str, as_json: bool) -> None:
    """Ask only what still matters, harm first, and give the answer with its reasons."""
    with refusals():
        engine = Engines(today()).of(stack)
        facts: dict[str, Any] = {}
        answer = engine.decide(facts)
        for banner in answer.banners:
            click.echo(_lines(banner))
        while answer.next is not None:
            _put(engine, answer.next, answer.at_most, facts)
            answer = engine.decide(facts)
        _tell(answer)
        if as_json:
            click.echo(json.dumps({"facts": facts, **answer.as_json()}, ensure_ascii=False))


def _put(engine: Engine, question: NextQuestion, at_most: int, facts: dict[str, Any]) -> None:
    """Ask what is next, and ask it again where the answers cannot stand with those before."""
    more = f"at most {at_most - 1} more" if at_most > 1 else "the last"
    click.echo(f"\n{_lines(question.question)}  [{'; '.join([*question.cites, more])}]")
    while True:
        said = {name: _one(engine, question, name) for name in question.facts}
        wrong = contradiction(engine.stack, {**facts, **said})
        if not wrong:
            break
        click.echo(_lines(f"These answers cannot both be so: {wrong} Answer this again."))
    facts |= said


def _one(engine: Engine, question: NextQuestion, name: str) -> Value:
    if len(question.facts) > 1:
        click.echo(_lines(engine.question(name).ask))
    return _answer(engine, name)


def _answer(engine: Engine, name: str) -> Value:
    fact = engine.stack.vocabulary.facts[name]
    if fact.kind is Kind.YEARS:
        return _years(fact)
    choices = (*fact.values, UNKNOWN)
    for place, value in enumerate(choices, start=1):
        label = DO_NOT_KNOW if value == UNKNOWN else engine.said(name, value)
        click.echo(f"  {place}  {label}")
    chosen = click.prompt("Number", type=click.IntRange(1, len(choices)))
    return choices[chosen - 1]


def _years(fact: Fact) -> Value:
    written = click.prompt("Age in whole years, or ? if not known", default="?")
    value = int(written) if written.isdigit() else UNKNOWN
    return value if fact.takes(value) else UNKNOWN


def _tell(answer: Answer) -> None:
    click.echo(f"\nAnswer: {answer.act_now.replace('_', ' ')}")
    if answer.held_back:
        click.echo(f"Not yet. When these are met: {answer.held_back.replace('_', ' ')}")
    for code in answer.preconditions:
        click.echo(f"  First: {code.replace('_', ' ')}")
    click.echo(
        f"Agreement needed: {answer.consent_needed}   Tell the person: {answer.inform_subject}"
    )
    for reason in answer.reasons:
        click.echo(_lines(f"{reason.because} [{', '.join(reason.cites)}]", "  Why: "))
    basis = answer.basis
    for ground in filter(None, (basis.article_6, basis.article_9, basis.gateway)):
        click.echo(_lines(f"{ground.words} [{', '.join(ground.cites)}]", "  Footing: "))
    for duty in answer.duties:
        if duty.certain:
            click.echo(_lines(f"{duty.do} [{', '.join(duty.cites)}]", "  Do: "))


def _lines(text: str, begin: str = "") -> str:
    return fill(text, 90, initial_indent=begin, subsequent_indent=" " * len(begin))
