"""Drafts are kept for half an hour after they were last saved: until then they are nobody's record.

Source:  UK GDPR, Article 5(1)(e), storage limitation.
"""

from sharewell_hub.drafts.actions import sweep

__all__ = ["sweep"]
