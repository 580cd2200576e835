"""Versions of keys that were rotated are kept until nothing lies under them, an hour at least.

Source:  NIST SP 800-57 Part 1, 5.3.6: a key that no longer protects anything is destroyed.
"""

from sharewell_hub.vault.resealing import drop_old_versions as sweep

__all__ = ["sweep"]
