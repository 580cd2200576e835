"""How long it takes to prove every pack and stack, with z3 asked the same beside ours."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from bench import peers
from bench.report import Report
from bench.solver import Formulas
from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.proving.invariants import RELEASES, WITH_EVERY_RELEASE
from sharewell.proving.proof import Proof
from sharewell.proving.universal import above, own_counterexample, own_promises
from sharewell.terms.answer import Outcome, Part

SLOWEST = 60.0
SEED = 20261122


def measure() -> Report:
    """Prove every stack as `packs prove` does, and ask z3 about each thing that is proved."""
    peers.install()
    library, rows, outside = load_library(), list[dict[str, Any]](), list[str]()
    for stack in library.stacks:
        row, wrong = _stack(Engine(library.stack(stack, date.today())))
        rows.append({"stack": stack, **row})
        outside += [f"{stack}: {each}" for each in wrong]
    whole = sum(row["all lines, s"] for row in rows)
    if whole >= SLOWEST:
        outside.append(f"all stacks: {whole:.0f} s, limit {SLOWEST:.0f} s")
    notes = [
        f"All stacks: {whole:.1f} s for every line of `packs prove`, what is drawn and swept too.",
        "z3 is given the same rules, conditions and overrides as enumerations and formulas, and "
        "asked for a counterexample to each promise and for a situation in which each rule speaks.",
    ]
    return Report("Proving: CPU-seconds, beside z3", rows, outside, notes)


def _stack(engine: Engine) -> tuple[dict[str, Any], list[str]]:
    started = time.process_time()
    proof = Proof(engine, seed=SEED)
    laid_out = time.process_time()
    failing = [f"{line.id} fails" for line in proof.lines() if line.found]
    proved = time.process_time()
    ours = dict(_ours(proof))
    asked = time.process_time()
    formulas = Formulas(engine.stack)
    theirs = {name: formulas.answer(formula) for name, formula in _theirs(proof, formulas)}
    ended = time.process_time()
    apart = [f"{name}: z3 says {theirs[name]}, ours {ours[name]}" for name in ours
             if theirs[name] != ours[name]]  # fmt: skip
    row = {
        "rules": len(engine.stack.rules),
        "all lines, s": proved - started,
        "the same questions": len(ours),
        "ours, s": (laid_out - started) + (asked - proved),
        "z3, s": ended - asked,
        "answers alike": len(ours) - len(apart),
    }
    return row, failing + apart


def _ours(proof: Proof) -> Iterator[tuple[str, str]]:
    """Answer each question in z3's words: can this be?"""
    prover, all_ = proof.prover, proof.all
    said = {True: "sat", False: "unsat"}
    for promise, invariant in proof.universal.promises:
        found, _ = proof.universal.counterexample(promise, invariant, prover)
        yield promise.id, said[found is not None]
    for pack, invariant in own_promises(proof.stack):
        found = own_counterexample(pack, invariant, prover)
        yield f"{pack.id}:{invariant.id}", said[found is not None]
    for duty in WITH_EVERY_RELEASE:
        yield f"release without {duty}", said[prover.release_without(duty) is not None]
    reached = prover.outcomes()
    for outcome in Outcome:
        yield f"outcome {outcome}", said[outcome in reached]
    for rule in proof.stack.rules:
        yield rule.id, said[all_.can_be(all_.speaks(rule))]


def _theirs(proof: Proof, formulas: Formulas) -> Iterator[tuple[str, Any]]:
    """The same questions as formulas."""
    both, no = formulas.z3.And, formulas.z3.Not
    for promise, invariant in proof.universal.promises:
        own = [formulas.condition(each.when) for _, each in proof.universal.exceptions(promise)]
        yield promise.id, both(formulas.broken(invariant, promise.but_for), *own)
    for pack, invariant in own_promises(proof.stack):
        first = [no(formulas.speaks(rule.id)) for rule in above(pack, proof.stack)]
        yield f"{pack.id}:{invariant.id}", both(formulas.broken(invariant), *first)
    released = formulas.says(Part.OUTCOME, RELEASES)
    for duty in WITH_EVERY_RELEASE:
        yield f"release without {duty}", both(released, no(formulas.owed(duty)))
    for outcome in Outcome:
        yield f"outcome {outcome}", formulas.says(Part.OUTCOME, [outcome])
    for rule in proof.stack.rules:
        yield rule.id, formulas.speaks(rule.id)
