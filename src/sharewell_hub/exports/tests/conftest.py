"""What the tests of exports share with those of disclosures: a decision, and what was sent."""

from sharewell_hub.disclosures.tests.conftest import decision, sent

__all__ = ["decision", "sent"]
