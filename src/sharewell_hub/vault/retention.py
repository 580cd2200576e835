"""Versions of keys that were rotated are kept until nothing lies under them, an hour at least."""

from sharewell.keeping.declaring import Keeps
from sharewell_hub.vault.resealing import drop_old_versions

KEEPS = (
    Keeps(
        kind="old_key_version",
        says="Old versions of keys",
        counted_from="when nothing lies under it any longer; an hour",
        tables=(),
        cites=("NIST SP 800-57 Part 1, 5.3.6: a key that no longer protects anything goes",),
        sweep=drop_old_versions,
    ),
)
