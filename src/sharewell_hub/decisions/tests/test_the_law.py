"""The register of law as anybody reads it: whole, narrowed by words, and never more than text."""

import html

import pytest

from sharewell_hub.decisions.grounds import register


def page(client, words=""):
    answer = client.get("/law", {"q": words} if words else {})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.django_db
def test_every_instrument_stands_there_with_how_it_stands(client):
    said = page(client)
    for each in register().instruments.values():
        assert f'id="law-{each.id}"' in said
        assert each.title in said
    assert "Replaced by: Data Protection Act 2018" in said
    assert "Reported, not verified" in said
    assert "67 of 67 instruments" in said


@pytest.mark.django_db
def test_words_narrow_it_without_a_script(client):
    said = page(client, "section 115")
    assert "Crime and Disorder Act 1998" in said
    assert "Mental Health Act 1983" not in said
    assert 'value="section 115"' in said
    assert "1 of 67 instruments" in said


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["unicorn", "<script>alert(1)</script>", "\x00", "x" * 9_000])
def test_words_that_nothing_holds_find_nothing_and_stay_words(client, words):
    said = client.get("/law", {"q": words}).content.decode()
    assert "<script>alert" not in said
    assert " of 67 instruments" in said
