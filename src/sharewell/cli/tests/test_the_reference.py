"""The reference of packs: every word of the format stands in it."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from sharewell.packs import checking, elements, loading, register, vocabulary
from sharewell.proving.examples import CERTAIN, READ
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Comparison
from sharewell.terms.facts import Kind

DOCS = Path(__file__).parents[4] / "docs"
REFERENCE = (DOCS / "reference" / "packs.md").read_text(encoding="utf-8")
WORDS = {
    "tables": loading.PACK_KEYS,
    "about": loading.ABOUT_KEYS,
    "kinds_of_pack": loading.KINDS,
    "statuses": loading.STATUSES,
    "reasons": loading.REASONS,
    "rules": elements.RULE_KEYS,
    "passages": elements.PASSAGE_KEYS,
    "checklists": elements.CHECKLIST_KEYS,
    "items": elements.ITEM_KEYS,
    "record": elements.RECORD,
    "invariants": elements.INVARIANT_KEYS,
    "cases": elements.CASE_KEYS,
    "sight": elements.SEEN,
    "questions": vocabulary.QUESTION_KEYS,
    "facts": vocabulary.FACT_KEYS,
    "kinds_of_fact": Kind,
    "excuses": checking.EXCUSES,
    "expectations": [*READ, *CERTAIN, "no_duties"],
    "parts": Part,
    "register": [*register.KEYS, *register.KINDS, *register.STATUSES, *register.SEEN],
    "stack": ["id", "title", "because", "packs", "speaks"],
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_word_of_the_format_stands_in_the_reference(words):
    told = set(
        re.findall(r"[a-z][a-z0-9_ -]*[a-z0-9]|[abc]", " ".join(re.findall(r"`[^`]+`", REFERENCE)))
    )
    told |= {word for each in told for word in each.split()}
    missing = [str(word) for word in words if str(word) not in told]
    assert missing == []


@pytest.mark.parametrize("sign", [each for each in Comparison if "given" not in each])
def test_every_comparison_stands_in_the_reference(sign: StrEnum):
    written = "=" if sign is Comparison.IN else sign
    assert re.search(rf'[` ]{re.escape(written)}[` "]', REFERENCE)
