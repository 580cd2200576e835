"""The pages and the command ask the same, in the same order, and promise the same."""

import random
import re
from html import unescape

import pytest
from click.testing import CliRunner
from django.http import HttpResponse
from django.test import RequestFactory

from sharewell.cli import main
from sharewell.cli.engines import Engines
from sharewell.deciding.asking import Asker
from sharewell.terms.answer import NextQuestion
from sharewell.terms.conditions import UNKNOWN
from sharewell.terms.facts import Kind
from sharewell_hub.concerns.writing import new_draft
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.tests.test_asking import as_typed, one_answer
from sharewell_hub.drafts.actions import save

MORE = re.compile(r"at most (\d+) more|the last")
CONTRADICTION = NextQuestion("Two at once?", ("consent", "consent_written"), (), "about_agreement")


@pytest.fixture
def nothing_said(walk):
    """Give a visitor whose draft says nothing yet, as the command begins."""

    def anew():
        response = HttpResponse()
        save(response, RequestFactory().get("/"), new_draft() | {"wants": "share"})
        walk.client.cookies = response.cookies
        return walk

    return anew


def number(fact, value):
    """Type an answer as the command takes it."""
    if fact.kind is Kind.YEARS:
        return "?" if value == UNKNOWN else str(value)
    return str([*fact.values, UNKNOWN].index(value) + 1)


def asked_on_the_pages(walk, chance):
    """Answer by chance, and give each question with the number promised, and what was typed."""
    packs, facts, asked, typed = engine(), {}, [], []
    while (page := walk.client.get("/question")).status_code == 200:
        text = page.content.decode()
        caption = re.search(r'class="govuk-caption-l">(.*?)<', text)[1]
        question = unescape(re.sub("<.*?>", "", re.search("<h1.*?</h1>", text, re.S)[0])).strip()
        asked.append((question, int(MORE.search(caption)[1] or 0)))
        names = dict.fromkeys(
            re.findall(r'name="([a-z_]+)"[^>]*type="radio"|for="id_([a-z_]+)"', text)
        )
        names = [name for name in (a or b for a, b in names) if name in packs.stack.questions]
        answers = {
            name: one_answer(chance, packs.stack.vocabulary.facts[name])
            for name in packs.decide(facts, would_change=False).next.facts
        }
        assert set(names) == set(answers)
        assert walk.answer(**as_typed(packs, answers)).status_code == 302
        facts |= answers
        typed += [number(packs.stack.vocabulary.facts[name], answers[name]) for name in answers]
    return asked, typed


def asked_in_the_terminal(typed):
    """Type the same answers to the command, and give its questions with their numbers."""
    given = "\n".join([*typed, ""])
    ended = CliRunner().invoke(main, ["ask", "--stack", "marshland"], input=given)
    assert ended.exit_code == 0, ended.output
    told = re.findall(r"\n\n([^\[]+?)\s+\[([^\]]*)\]", ended.output)
    found = [(" ".join(ask.split()), MORE.search(" ".join(cites.split()))) for ask, cites in told]
    return [(ask, int(more[1] or 0)) for ask, more in found if more]


@pytest.mark.parametrize("cases", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_cases_are_asked_the_same_by_the_pages_and_the_command(nothing_said, monkeypatch, cases):
    built = engine()
    monkeypatch.setattr(Engines, "of", lambda engines, stack: built)
    for seed in range(cases):
        on_pages, typed = asked_on_the_pages(nothing_said(), random.Random(seed))
        assert asked_in_the_terminal(typed) == on_pages
        promised = [number for _, number in on_pages]
        assert promised == sorted(promised, reverse=True)
        assert len(on_pages) > 1


def test_answers_that_cannot_both_be_so_come_back_with_both_named(walk, monkeypatch):
    def both(asker, missing, settled):
        return None if "consent" in settled else CONTRADICTION

    walk.begin()
    monkeypatch.setattr(Asker, "next", both)
    sent = walk.answer(consent="not_sought", consent_written="true")
    page = unescape(sent.content.decode())
    assert sent.status_code == 200
    assert "These answers cannot both be so: “How does it stand with agreement?” Not asked" in page
    assert "and “Is the agreement in writing?” Yes. Change one of them." in page
    assert walk.answer(consent="not_sought", consent_written="false").status_code == 302
