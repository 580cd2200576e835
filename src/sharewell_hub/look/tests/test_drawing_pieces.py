"""The pieces that pages are made of: what they say, and that typed words never become markup."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

from sharewell.terms.errors import TooMuch
from sharewell_hub.look.inspecting import Page

HOSTILE = "<img src=x onerror=alert(1)>"


def draw(words, **context):
    return engines["jinja2"].from_string(words).render(context)


@pytest.mark.parametrize(
    "piece",
    [
        "{{ heading(x, x) }}",
        "{{ summary([{'key': x, 'value': x, 'note': x, 'change': '/a'}]) }}",
        "{% call answer_panel(x, 'must') %}{{ x }}{% endcall %}",
        "{{ why([{'because': x, 'cites': [x, {'text': x, 'href': '/a'}]}]) }}",
        "{{ timeline([{'when': x, 'title': x, 'text': x, 'by': x, 'done': false}]) }}",
        "{{ tick_list([{'text': x, 'state': 'open', 'because': x, 'cites': [x]}]) }}",
        "{{ copy_block(x, id='a', label=x) }}",
        "{{ tag(x) }}{{ phone(x, x) }}{{ inset(x) }}{{ warning(x) }}{{ identity_bar(x, [x]) }}",
        "{{ table([x], [[x, x]], x) }}{% call card(x, '/a') %}{{ x }}{% endcall %}",
        "{% call details(x) %}{{ x }}{% endcall %}{{ link_button('/a', x) }}{{ back('/a', x) }}",
    ],
)
def test_typed_words_never_become_markup(piece):
    drawn = draw(piece, x=HOSTILE)

    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_an_answer_with_everything_around_it_is_a_page_without_fault():
    page = draw(
        """{% extends "look/page.html" %}{% block title %}Answer{% endblock %}
        {% block exit %}{{ exit_this_page() }}{% endblock %}
        {% block main %}{{ answer_panel("Yes.", "now") }}{{ standing("child_said") }}
        {{ copy_block("w", id="w") }}{% endblock %}{% block aside %}Beside{% endblock %}""",
        banners=["Historic edition."],
    )

    assert Page(page).faults() == []
    assert "Historic edition." in page
    assert "Exit this page" in page
    assert "The child’s words" in page
    assert "<aside" in page


def test_a_refusal_is_drawn_in_three_lines_with_its_paragraph():
    refusal = TooMuch(
        what="Nothing was sent.", why="It is too much.", next="Take it out.", cites=("a 1",)
    )
    page = draw(
        '{% extends "look/page.html" %}{% block title %}T{% endblock %}'
        '{% block main %}{{ heading("T") }}{% endblock %}',
        refusal=refusal,
    )

    assert Page(page).faults() == []
    assert "<title>Error: T – Sharewell</title>" in page
    assert (
        page.index("Nothing was sent.") < page.index("It is too much.") < page.index("Take it out.")
    )


def test_days_and_times_are_written_as_people_say_them():
    moment = datetime(2026, 7, 22, 14, 5, tzinfo=UTC)

    assert draw("{{ d | day }}", d=date(2026, 11, 2)) == "2 November 2026"
    assert draw("{{ m | moment }}", m=moment) == "22 July 2026, 3.05pm"
    assert draw("{{ m | clock }}", m=datetime(2026, 1, 1, 0, 30, tzinfo=UTC)) == "12.30am"
    assert draw("{{ none | day }}{{ none | moment }}") == ""
