"""Every page says that the texts behind the answers are dated."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about", "/sign-in"])
def test_a_page_says_that_the_texts_it_follows_are_dated(client, address):
    page = client.get(address).content.decode()

    assert "the Bromley protocol (version 4.0" in page
    assert "Check for newer ones." in page
