"""`sharewell packs compare`: what would change from one edition to another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import IO

import click

from sharewell.cli.deciding import parsed, texts
from sharewell.cli.engines import Engines, refusals, today
from sharewell.comparing import comparison
from sharewell.comparing.cases import Case, Side
from sharewell.comparing.comparison import Comparison, Group
from sharewell.comparing.finding import stack_for
from sharewell.comparing.naming import Named
from sharewell.comparing.records import read_recorded
from sharewell.comparing.recounting import Recount, Recounting
from sharewell.deciding import Engine
from sharewell.terms.conditions import Value

SHOWN_IDS = 8


@click.command("compare")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--records", type=click.File("rb"), help="Recorded decisions, one a line.")
@click.option("--json", "as_json", is_flag=True, help="Give it as one JSON object.")
def compare(before: str, after: str, records: IO[bytes] | None, as_json: bool) -> None:
    """Show what would change from A to B: every situation counted, a few of each kind told.

    A and B are stacks, or packs, each compared in its own stack. Recorded decisions are weighed
    under both.
    """
    with refusals():
        engines = Engines(today())
        both = [engines.of(stack_for(engines.library, name)) for name in (before, after)]
        found = comparison.compare(*both)
        recount = Recounting(*both).count(_decisions(records)) if records else None
    if as_json:
        more = {"records": recount.as_json()} if recount else {}
        click.echo(json.dumps({**found.as_json(), **more}, ensure_ascii=False))
        return
    for line in (*_told(found, both), *(_recounted(recount) if recount else ())):
        click.echo(line)


def _decisions(records: IO[bytes]) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for number, text in texts(records):
        recorded = read_recorded(parsed(text, number), number)
        yield recorded.id, recorded.facts


def _told(found: Comparison, both: list[Engine]) -> Iterator[str]:
    for name, stack in (("from", found.before), ("to", found.after)):
        yield f"{name:5} {stack.id}  {stack.digest}"
    situations = "situations drawn at random" if found.drawn else "all situations"
    yield (
        f"{_share(found.differing / found.situations)} of {situations} are answered otherwise: "
        f"{found.differing:,} of {found.situations:,}."
    )
    if found.drawn:
        yield "All of them are too many to lay out side by side: what is rare may be missing."
    for group in found.groups:
        yield from _group(group, both)
    yield from _named("duty", found.duties)
    yield from _named("question", found.questions)


def _group(group: Group, both: list[Engine]) -> Iterator[str]:
    yield ""
    yield f"{group.part}: {group.was or 'not asked for'} -> {group.becomes or 'not asked for'}"
    yield f"  {_share(group.share)} of them: {group.count:,}"
    for case in group.cases:
        yield from _case(case, both)


def _case(case: Case, both: list[Engine]) -> Iterator[str]:
    said = ", ".join(f"{name} = {str(value).lower()}" for name, value in case.facts.items())
    yield _lines(said or "with no facts stated", "  * ", "    ")
    for engine, side in zip(both, (case.before, case.after), strict=True):
        yield from _side(engine.stack.id, side)


def _side(stack: str, side: Side) -> Iterator[str]:
    if not side.reasons:
        yield _lines(f"{stack}: does not ask for it", "    ", "      ")
    for reason in side.reasons:
        cites = "; ".join(reason.cites)
        yield _lines(f"{stack}: {reason.because} [{cites}] ({reason.rule})", "    ", "      ")


def _named(kind: str, named: Named) -> Iterator[str]:
    if named.only_before or named.only_after or named.otherwise:
        yield ""
    for told, words in (("only before", named.only_before), ("only after", named.only_after)):
        for name, said in words.items():
            yield _lines(f"{kind} {told}: {name}: {said}", "", "  ")
    for name, (was, becomes) in named.otherwise.items():
        yield _lines(f"{kind} in other words: {name}: {was} -> {becomes}", "", "  ")


def _recounted(found: Recount) -> Iterator[str]:
    yield ""
    yield f"{found.decisions:,} recorded decisions weighed again; {found.differing:,} would change."
    for (part, (was, becomes)), ids in found.changed.items():
        shown = ", ".join(ids[:SHOWN_IDS]) + (", ..." if len(ids) > SHOWN_IDS else "")
        change = f"{part}: {was or 'not asked for'} -> {becomes or 'not asked for'}"
        yield _lines(f"{change}: {len(ids):,} ({shown})", "  ", "    ")
    if found.refused:
        yield f"  {len(found.refused):,} hold a word that one of the two does not know."


def _share(share: float) -> str:
    return f"{share:.2%}" if share >= 0.0001 or not share else "under 0.01%"


def _lines(text: str, first: str, rest: str) -> str:
    return fill(text, 96, initial_indent=first, subsequent_indent=rest)
