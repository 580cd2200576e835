"""On what footing something leaves, in words: lawful basis, condition, power, the law behind."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sharewell.deciding import Engine
from sharewell.packs.register import Register, load_register
from sharewell.terms.basis import Basis, Ground
from sharewell_hub.concerns.writing import Draft, from_agency
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.sentences import Facts, cited

NAMES = {
    "article_6": "Lawful basis (UK GDPR, Article 6)",
    "article_9": "Condition (UK GDPR, Article 9)",
    "gateway": "Power to share",
}

FOR_INSTANCE = ("school", "gp", "voluntary")
"""Kinds of agency for which a footing is told while nobody has said where they work."""


@lru_cache(maxsize=1)
def register() -> Register:
    """Read the register of law that ships, once."""
    return load_register(engine().stack.vocabulary)


def footing(packs: Engine, basis: Basis) -> dict[str, Any]:
    """Tell the footing of an answer: what each part is, why, where that is written, how it stands.

    Shapes:  everything can be JSON; `lines` is empty where nothing leaves or the packs name none.
    Source:  Sussex 3.2.18, London CPP 3.5.4: lawful, with a legitimate aim, and necessary.
    """
    parts = {name: getattr(basis, name) for name in NAMES}
    return {
        "lines": [_line(packs, name, ground) for name, ground in parts.items() if ground],
        "article_8": basis.article_8,
    }


def footings(packs: Engine, facts: Facts, basis: Basis) -> list[dict[str, Any]]:
    """Tell the footing of an answer in short; of three kinds of agency, where none was named.

    Shapes:  `whom` is empty where it is known who shares.
    """
    if "sender" in facts or "sender" not in packs.stack.vocabulary.facts:
        return [{"whom": "", **footing(packs, basis)}]
    found = []
    for sender in FOR_INSTANCE:
        there = packs.decide({**facts, "sender": sender}, would_change=False).basis
        found.append({"whom": packs.said("sender", sender), **footing(packs, there)})
    return found


def footing_then(packs: Engine, decision: Decision) -> dict[str, Any]:
    """Tell the footing of a decision as it was advised, in the words of the packs of that day.

    Returns:  codes without reasons, where those packs are no longer at hand.
    """
    then = decision.answer.get("basis") or {}
    if packs.stack.digest == decision.stack_bytes_id:
        basis = packs.decide(decision.facts, would_change=False).basis
        if basis.as_json() == then:
            return footing(packs, basis)
    words = packs.stack.vocabulary.words
    kept = {name: _by_code(words[name], then.get(name)) for name in NAMES}
    return footing(packs, Basis(kept["article_6"], kept["article_9"], kept["gateway"]))


def say_where(visitor: Any, packs: Engine, draft: Draft) -> None:
    """Take down where a signed-in practitioner works, on which the footing depends."""
    kind = getattr(getattr(visitor, "agency", None), "kind", "")
    sender = packs.stack.vocabulary.facts.get("sender")
    if sender and sender.takes(kind):
        from_agency(draft, kind)


def _by_code(words: Mapping[str, str], code: str | None) -> Ground | None:
    if not code:
        return None
    said = words.get(code, code)
    return Ground(code=code, words=said, rule="", because="", cites=(), seen="text")


def _line(packs: Engine, name: str, ground: Ground) -> dict[str, Any]:
    behind = register().behind(ground.code)
    law = {"id": behind.id, "title": behind.title, "stands": behind.standing} if behind else None
    return {
        "part": name,
        "name": NAMES[name],
        "code": ground.code,
        "words": f"{ground.words[:1].upper()}{ground.words[1:]}",
        "because": ground.because,
        "cites": cited(packs, ground.cites),
        "seen": ground.seen,
        "law": law,
    }
