"""What a piece of information is worth, and whose words it is in."""

from enum import StrEnum


class Standing(StrEnum):
    """Whether an item is known, thought, supposed, or the child's own words.

    Source:  London CPP 3.7.9: information shared must distinguish fact from opinion.
    """

    FACT = "fact"
    OPINION = "opinion"
    HYPOTHESIS = "hypothesis"
    MIXED = "mixed"
    CHILD_SAID = "child_said"
