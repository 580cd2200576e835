"""A citation reads as people say it."""

import pytest

from sharewell.terms.citing import in_words


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("london_2007 3.7.4", "London child protection procedures 2007, chapter 3.7.4"),
        ("london_2007 3.8 secondary_disclosure",
         "London child protection procedures 2007, chapter 3.8 secondary disclosure"),
        ("bromley_2017 gr3", "Bromley information sharing protocol 2017, golden rule 3"),
        ("bromley_2017 app.record", "Bromley information sharing protocol 2017, appendix “record”"),
        ("hmg_2018 when2", "HM Government advice 2018, when to share, question 2"),
        ("Data Protection Act 2018, Schedule 1", "Data Protection Act 2018, Schedule 1"),
    ],
)  # fmt: skip
def test_a_citation_is_said_in_words(cite, said):
    assert in_words(cite) == said
