"""The questions and the answer: the packs ask and advise, and nobody has to sign in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sharewell.deciding import Engine
from sharewell.deciding.asking import contradiction
from sharewell.terms.answer import Answer, NextQuestion
from sharewell_hub.agencies.queries import colleagues
from sharewell_hub.concerns import writing
from sharewell_hub.concerns.pages import GET_AND_POST, GONE, begun, on
from sharewell_hub.concerns.writing import Draft, facts_of, last_question, next_step, said_at
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.forms import DisagreeForm, QuestionForm
from sharewell_hub.decisions.grounds import footings, say_where
from sharewell_hub.decisions.helping import in_doubt, meanings, not_to_share, passages
from sharewell_hub.decisions.sentences import WORDS, Told, advisers, cited, tell
from sharewell_hub.decisions.ticking import held_by, ticked
from sharewell_hub.look.doors import door
from sharewell_hub.look.drawing import path_svg
from sharewell_hub.look.pages import show


@door("holder", rule="the holder's own draft")
@GET_AND_POST
def question(request: HttpRequest) -> HttpResponse:
    """Ask what the packs would ask next, or go on to the answer when nothing more can change it."""
    draft = begun(request)
    if draft is None:
        return begin_again(request)
    packs, step = engine(), _step(request, draft)
    facts = facts_of(draft, before=step)
    found = packs.decide(facts, would_change=False)
    if found.next is None:
        return redirect("decisions:answer")
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(
        data, engine=packs, facts=found.next.facts, initial=_initial(request, draft, step)
    )
    if not (form.is_valid() and _stands(packs, facts, form)):
        shown = {
            "form": form,
            "step": step,
            "at_most": found.at_most,
            "back_to": _back(draft, step),
            "doubts": in_doubt(packs, facts, said_at(draft, step - 1)),
            "words": _words(packs, facts, found.next.facts),
        }
        return show(request, "decisions/question.html", {**shown, **_asked(packs, found.next)})
    writing.say(draft, step, form.answers())
    draft["weighed"] = {**draft.get("weighed", {}), **form.weighed()}
    return on(request, draft, "decisions:question")


@door("holder", rule="the holder's own draft")
@GET_AND_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Say in one sentence what to do, and beneath it with whom, how much, why and what first."""
    draft = begun(request)
    if draft is None:
        return begin_again(request)
    packs = engine()
    say_where(request.user, packs, draft)
    facts = facts_of(draft)
    found = packs.decide(facts)
    told = tell(packs, facts, found)
    if request.POST.get("do") == "met":
        return _met(request, draft, told)
    form = DisagreeForm(
        request.POST if request.method == "POST" else None, initial={"why": draft.get("why")}
    )
    if form.is_valid():
        draft["why"] = form.cleaned_data["why"]
        return on(request, draft, "decisions:decide")
    shown = {"form": form, "told": told, "asks": found.next is not None}
    shown |= {"back_to": _back(draft, next_step(draft)), "advisers": _advisers(request)}
    shown |= {"checklists": ticked(packs, facts, held_by(draft))}
    shown |= _path(packs, facts, told) | _beneath(packs, facts, found, told)
    return show(request, "decisions/answer.html", shown)


def _beneath(packs: Engine, facts: dict[str, Any], found: Answer, told: Told) -> dict[str, Any]:
    """Give what stands beneath the answer: its footing, its words, help in doubt, its texts."""
    return {
        "footings": footings(packs, facts, found.basis),
        "terms": meanings(packs, facts, _said(told), ()),
        "doubts": _doubts(packs, facts, told),
        "texts": [one for one in found.banners if one in packs.banners],
    }


def _path(packs: Engine, facts: dict[str, Any], told: Told) -> dict[str, Any]:
    """Draw the path to the answer."""
    steps = packs.path(facts)
    return {
        "steps": steps,
        "step_cites": [cited(packs, each.cites, short=True) for each in steps],
        "drawing": path_svg(steps, told.sentence),
    }


def _words(packs: Engine, facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Give for each fact that is asked the words the packs define, and their help with it."""
    known: set[str] = set()
    found = {}
    for name in names:
        question = packs.question(name)
        texts = (question.ask, question.hint, *question.labels.values())
        new = [one for one in meanings(packs, facts, texts, [name]) if one["term"] not in known]
        known |= {one["term"] for one in new}
        found[name] = {"terms": new, "help": passages(packs, facts, name)}
    return found


def _doubts(packs: Engine, facts: dict[str, Any], told: Told) -> list[dict[str, Any]]:
    """Give what helps somebody who is shown an answer and may hesitate."""
    harm = {name: facts.get(name) for name in WORDS["harm"]["facts"]}
    return not_to_share(packs, facts)[:1] if told.releases else in_doubt(packs, facts, harm)


def _said(told: Told) -> list[str]:
    """Give every text of an answer."""
    because = [each["because"] for each in told.reasons]
    return [told.sentence, told.agreement, told.family, *because, *(d["text"] for d in told.duties)]


def _advisers(request: HttpRequest) -> list[dict[str, Any]]:
    """Name the roles to turn to, and who holds them in the visitor's own agency once signed in."""
    own = colleagues(request.user) if request.user.is_authenticated else []
    return [
        {"role": role, "names": [each.name for each in own if role.code in each.roles]}
        for role in advisers()
    ]


def begin_again(request: HttpRequest) -> HttpResponse:
    """Lead to the first page, and say why."""
    messages.info(request, GONE)
    return redirect("concerns:start")


def _step(request: HttpRequest, draft: Draft) -> int:
    """Read which question is meant: the next, unless the visitor went back."""
    latest = next_step(draft)
    asked = (request.POST or request.GET).get("step", "")
    step = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else latest
    return min(max(step, writing.FIRST_QUESTION), latest)


def _initial(request: HttpRequest, draft: Draft, step: int) -> dict[str, Any]:
    """Give what was answered here before, and the signed-in visitor's own kind of agency."""
    kind = getattr(getattr(request.user, "agency", None), "kind", None)
    initial: dict[str, Any] = {"sender": kind, **draft.get("weighed", {})}
    for fact, value in said_at(draft, step).items():
        initial[fact] = str(value).lower() if isinstance(value, bool) else value
        initial[f"{fact}-unknown"] = value == "unknown"
    return initial


def _stands(packs: Engine, facts: dict[str, Any], form: QuestionForm) -> bool:
    """Tell whether the answers can stand with those before; if not, name both on the form."""
    wrong = contradiction(packs.stack, {**facts, **form.answers()})
    if wrong:
        form.add_error(None, f"These answers cannot both be so: {wrong} Change one of them.")
    return not wrong


def _asked(packs: Engine, following: NextQuestion) -> dict[str, Any]:
    """Give the question's words: a group has a question of its own above those of its facts."""
    group = packs.group(following.group) if following.group else None
    return {
        "facts": following.facts,
        "ask": following.question,
        "hint": group.hint if group else "",
        "grouped": group is not None,
        "cites": cited(packs, following.cites, short=True),
    }


def _back(draft: Draft, step: int) -> int | None:
    """Number the question before this one; none when the worry came before it."""
    last = last_question(draft)
    return step - 1 if last is not None and step > writing.FIRST_QUESTION else None


def _met(request: HttpRequest, draft: Draft, told: Told) -> HttpResponse:
    """Take down that something has happened which had to happen first, and look again."""
    fact = request.POST.get("fact", "")
    if fact in {each.fact for each in told.first if each.fact}:
        writing.say(draft, next_step(draft), {fact: True}, kind=writing.RECORD)
    return on(request, draft, "decisions:question")
