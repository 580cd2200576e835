"""Forms: words stay as they were typed, days are real, and "I don't know" is an answer."""

from datetime import date, timedelta

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sharewell_hub.look.forms import INVISIBLE, DayField, PlainText, RadioField, plain
from sharewell_hub.look.inspecting import Page

FORM_PAGE = """{% extends "look/page.html" %}{% block title %}T{% endblock %}{% block main %}
<form method="post" action="/x">{{ csrf_input }}
{{ field(form["wants"], heading=true, more="Others") }}
{% for one in form if one.name != "wants" %}{{ field(one) }}{% endfor %}
{{ send() }}</form>{% endblock %}"""


class EveryKind(forms.Form):
    """One of each field that our pages use."""

    wants = RadioField(
        label="What do you want to do?",
        choices=[("share", "Share"), ("ask", "Ask"), ("rare", "Something rare")],
        featured=["ask", "share"],
        hints={"share": "Tell somebody who can help."},
        unknown=True,
    )
    text = PlainText(label="What did you see?", help_text="In order.", rows=4, max_length=100)
    name = PlainText(label="Name", max_length=20)
    seen_on = DayField(label="When?", name="the day you saw it")
    checked = forms.BooleanField(label="I checked this", help_text="With a manager.")
    who = forms.MultipleChoiceField(
        label="Who knows?",
        choices=[("m", "Mother"), ("f", "Father")],
        widget=forms.CheckboxSelectMultiple,
    )
    agency = forms.ChoiceField(label="Agency", choices=[("a", "Oak"), ("b", "Elm")])
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    years = forms.IntegerField(label="Years")
    file = forms.FileField(label="A file", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="kept")


def drawn(form):
    request = RequestFactory().get("/x")
    return engines["jinja2"].from_string(FORM_PAGE).render({"form": form}, request)


def test_every_kind_of_field_is_drawn_without_fault():
    page = drawn(EveryKind())

    assert Page(page).faults() == []
    assert "Tell somebody who can help." in page
    assert 'value="kept"' in page


def test_every_kind_of_field_is_drawn_with_its_errors_and_without_fault():
    said = {"text": "x" * 101, "seen_on-day": "31", "seen_on-month": "2", "seen_on-year": "2026"}
    page = drawn(EveryKind(said))

    assert Page(page).faults() == []
    assert "Error: T – Sharewell" in page
    assert 'href="#id_seen_on-day"' in page
    assert "x" * 101 in page
    assert "This field is required" not in page
    assert "Fill in “Name”." in page
    assert "Tick “I checked this”." in page


def test_featured_answers_come_first_the_rest_below_and_not_knowing_apart():
    page = drawn(EveryKind())
    places = [page.index(f'value="{value}"') for value in ("ask", "share", "rare", "unknown")]

    assert places == sorted(places)
    assert page.index("Others") < places[2]
    assert page.index("govuk-radios__divider") < places[3]


def test_a_chosen_rare_answer_is_not_hidden():
    form = EveryKind({"wants": "rare"})

    assert '<details class="govuk-details sw-more" open>' in drawn(form)


def test_not_knowing_is_an_answer_and_silence_is_not():
    field = RadioField(choices=[("yes", "Yes"), ("no", "No")], unknown=True)

    assert field.clean("unknown") == "unknown"
    with pytest.raises(forms.ValidationError, match="Choose one of the answers"):
        field.clean("")
    with pytest.raises(forms.ValidationError, match="answers shown"):
        field.clean("perhaps")


def test_not_knowing_is_refused_where_it_was_not_offered():
    with pytest.raises(forms.ValidationError):
        RadioField(choices=[("yes", "Yes")]).clean("unknown")


def test_hidden_characters_come_out_once_and_then_it_passes():
    form = EveryKind({"text": "He said \u202eno\x07.", "name": "A"})
    assert "hidden characters" in str(form.errors["text"])
    shown = form["text"].value()
    assert shown == "He said no."

    assert PlainText().clean(shown) == "He said no."


def test_line_ends_and_soft_marks_are_made_plain_without_a_word():
    assert PlainText(rows=3).clean("one\r\ntwo\rthree\x0bfour\ufeff") == "one\ntwo\nthree\nfour"


def test_markup_and_other_scripts_stay_as_they_are():
    said = "<b>x</b> & “y” – Łódź, Αθήνα, नमस्ते, مرحبا, 👩‍👧"

    assert PlainText().clean(said) == said


@given(st.text(max_size=300))
def test_what_is_plain_stays_plain(text):
    once = plain(text)

    assert plain(once) == once
    assert not INVISIBLE.search(once)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (("31", "2", "2026"), "must be a real date"),
        (("1", "13", "2026"), "must be a real date"),
        (("1", "1", "26"), "must be a real date"),
        (("x", "1", "2026"), "must be a real date"),
        (("1", "1", "1066"), "must be a real date|in or after 1900"),
        (("", "1", "2026"), "must include a day"),
        (("1", "", ""), "must include a month and a year"),
        (("", "", ""), "Enter the day you saw it"),
        (("²", "1", "2026"), "must be a real date"),
    ],
)
def test_a_wrong_day_is_refused_in_plain_words(day, told):
    with pytest.raises(forms.ValidationError, match=told):
        DayField(name="the day you saw it").clean(day)


def test_a_day_to_come_is_refused_only_where_the_past_is_meant():
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = (str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))

    with pytest.raises(forms.ValidationError, match="today or in the past"):
        DayField().clean(typed)
    assert DayField(past=False).clean(typed) == tomorrow


def test_a_month_may_be_a_word_and_a_day_may_be_left_out_where_it_is_not_needed():
    assert DayField().clean(("3", "March", "2026")) == date(2026, 3, 3)
    assert DayField(required=False).clean(("", "", "")) is None


@given(st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)))
def test_any_three_words_are_a_day_or_a_plain_refusal(typed):
    try:
        DayField().clean(typed)
    except forms.ValidationError as refusal:
        assert str(refusal.messages[0]).endswith(".")
