"""The eye that looks at every page: each fault is found, and a sound page has none."""

import pytest

from sharewell_hub.look.inspecting import LookingClient, Page

SOUND = """<!DOCTYPE html><html lang="en-GB"><head><title>Start – Sharewell</title>
<link rel="stylesheet" href="/static/a.css"><script src="/static/a.js"></script></head><body>
<div class="govuk-error-summary"><a href="#text">Fill this in.</a></div><h1>Start</h1>
<form method="post" action="/x"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<label for="text">Words</label><input id="text" name="text"><img src="/static/a.svg" alt="">
<button>Go</button></form><a href="https://other.example/">Elsewhere</a></body></html>"""


def test_a_sound_page_has_no_fault():
    assert Page(SOUND).faults() == []


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        (' lang="en-GB"', "", "no language"),
        ("<title>Start – Sharewell</title>", "<title> – </title>", "no title"),
        ("<h1>Start</h1>", "", "0 h1 and not one"),
        ("<h1>Start</h1>", "<h1>Start</h1><h1>Again</h1>", "2 h1 and not one"),
        ("<h1>Start</h1>", "<h1> </h1>", "empty h1"),
        (' action="/x"', "", "form without action"),
        ('name="csrfmiddlewaretoken"', 'name="other"', "POST form without its safety token: /x"),
        ("<button>", '<button id="text">', "id twice: text"),
        ('for="text"', 'for="other"', "field without label: text"),
        ('href="#text"', 'href="#gone"', "error leads nowhere: gone"),
        ("<h1>", '<h1 style="color:red">', "inline style on <h1>"),
        ("<button>", '<button onclick="go()">', "inline onclick on <button>"),
        ("<h1>", "<style>h1{}</style><h1>", "inline <style>"),
        ("<h1>", "<script>go()</script><h1>", "inline <script>"),
        ("/static/a.js", "https://cdn.example/a.js", "<script> from a foreign host"),
        ("/static/a.css", "//cdn.example/a.css", "<link> from a foreign host"),
        ("/static/a.svg", "data:image/svg+xml,x", "<img> from a foreign host"),
        (' alt=""', "", "image without alternative text"),
        ("https://other.example/", "javascript:go()", "script in href of <a>"),
    ],
    ids=lambda value: None if value.startswith(("<", " ", "/", "h", "j")) else value[:30],
)
def test_each_fault_is_found(was, becomes, fault):
    assert was in SOUND

    assert any(one.startswith(fault) for one in Page(SOUND.replace(was, becomes)).faults())


@pytest.mark.urls("sharewell_hub.look.urls")
def test_the_client_fails_on_a_page_with_a_fault(db, monkeypatch):
    monkeypatch.setattr(Page, "faults", lambda self: ["no title"])

    with pytest.raises(AssertionError, match="/about: no title"):
        LookingClient().get("/about")
