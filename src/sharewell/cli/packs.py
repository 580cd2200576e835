"""`sharewell packs`: list them, show one, check one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from os.path import abspath
from pathlib import Path
from textwrap import fill

import click

from sharewell.cli.engines import Engines, local_packs, refusals, today
from sharewell.cli.showing import chart_of, table_of
from sharewell.packs import Library, load_library
from sharewell.packs.checking import check_pack
from sharewell.packs.pack import Pack, Rule
from sharewell.packs.vocabulary import LIBRARY
from sharewell.printing.charts import chart_of as chart_in_order
from sharewell.printing.drawing import svg_of
from sharewell.printing.sheets import chart_sheet, table_sheet
from sharewell.proving.examples import Shortfall, rules_without_example, try_examples
from sharewell.proving.invariants import Prover
from sharewell.terms.errors import PackRefused


@click.group()
def packs() -> None:
    """The protocols at hand: what they are, what they say, whether they are sound."""


@packs.command("list")
def list_() -> None:
    """List every pack and every stack, with edition and status."""
    with refusals():
        library = load_library(local_packs())
    for pack in library.packs.values():
        click.echo(f"{pack.id:16} {pack.status:10} {pack.title}, {pack.edition}")
    for plan in library.plans.values():
        click.echo(f"{plan.id:16} {'stack':10} {plan.title}: {', '.join(plan.packs)}")


@packs.command()
@click.argument("pack")
@click.option("--table", is_flag=True, help="As a decision table, one row a rule.")
@click.option("--chart", is_flag=True, help="As the order of its questions and what they lead to.")
@click.option("--html", is_flag=True, help="The table or the chart as a page that prints.")
@click.option("--svg", is_flag=True, help="The chart as a drawing.")
def show(pack: str, table: bool, chart: bool, html: bool, svg: bool) -> None:
    """Show a pack so that it can be read aloud."""
    with refusals():
        library = load_library(local_packs())
        chosen = _named(library, pack)
    if html:
        sheet = chart_sheet if chart else table_sheet
        click.echo(sheet(chosen, library.vocabulary))
        return
    if svg:
        click.echo(svg_of(chart_in_order(chosen, library.vocabulary)))
        return
    if table or chart:
        click.echo(table_of(chosen) if table else chart_of(chosen))
        return
    click.echo(_lines(chosen.banner))
    for rule in (*chosen.defaults.values(), *chosen.rules):
        _show_rule(rule)


def _show_rule(rule: Rule) -> None:
    click.echo(f"\n{rule.id}  ->  {rule.part} = {rule.sets}  [{', '.join(rule.cites)}]")
    click.echo(_lines(rule.because, "  "))
    for name in ("all", "any", "none"):
        for literal in getattr(rule.when, name):
            click.echo(f"    {name:4} {literal.written}")
    if rule.overrides:
        click.echo(f"    over {', '.join(rule.overrides)}")


@packs.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check(folder: str | None) -> None:
    """Check every pack and stack, or the pack in a folder.

    Citations, paragraphs left out, contradictions, worked examples, rules that none of them
    uses, and its invariants, proved over every situation.
    """
    with refusals():
        library = load_library(_holding(folder) or local_packs())
        chosen = list(library.packs.values())
        if folder:
            chosen = [_named(library, Path(abspath(folder)).name)]
        engines = Engines(today(), library)
        faults = [fault for pack in chosen for fault in _check(pack, engines)]
        for stack in library.stacks:
            engines.of(stack)
    click.echo(
        f"{len(chosen)} packs and {len(library.stacks)} stacks checked, {len(faults)} faults."
    )
    sys.exit(1 if faults else 0)


def _holding(folder: str | None) -> Path | None:
    """The folder of local packs that a pack's own folder stands in, unless it ships."""
    if folder is None:
        return None
    holding = Path(abspath(folder)).parent
    return None if holding.resolve() == (LIBRARY / "protocols").resolve() else holding


def _check(pack: Pack, engines: Engines) -> Iterable[str]:
    coverage = check_pack(pack)
    engine = engines.of(engines.library.stack_of(pack.id))
    unused = rules_without_example(pack, engine)
    shortfalls = list(try_examples(pack, engine))
    broken = list(Prover(engine.stack).broken(pack.invariants))
    click.echo(
        f"{pack.id}: {coverage.encoded} paragraphs encoded, {coverage.excused} excused, "
        f"{len(coverage.left_out)} left out; {len(pack.rules)} rules, "
        f"{len(unused)} without an example; {len(pack.examples)} examples, "
        f"{len(shortfalls)} that differ; {len(pack.invariants)} invariants, {len(broken)} broken."
    )
    told = (_short(each) for each in shortfalls)
    shown = (f"{each.promise} is broken by {each.situation}" for each in broken)
    for line in (*coverage.left_out, *unused, *told, *shown):
        click.echo(f"  {line}")
        yield line


def _short(shortfall: Shortfall) -> str:
    return (
        f"{shortfall.example}: {shortfall.part} is {shortfall.got}, expected {shortfall.expected}"
    )


def _named(library: Library, id: str) -> Pack:
    pack = library.packs.get(id)
    if pack is None:
        raise PackRefused(
            what=f"Nothing is shown: there is no pack called {id[:40]!r}.",
            why=f"The packs at hand are {', '.join(library.packs)}.",
            next="Name one of these.",
        )
    return pack


def _lines(text: str, indent: str = "") -> str:
    return fill(text, 96, initial_indent=indent, subsequent_indent=indent)
