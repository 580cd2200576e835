"""Drafts, which are nobody's record, are kept for half an hour after they were last saved."""

from sharewell.keeping.declaring import Keeps
from sharewell_hub.drafts.actions import sweep

KEEPS = (
    Keeps(
        kind="draft",
        says="Drafts",
        counted_from="when it was last saved; half an hour",
        tables=("drafts_sealeddraft",),
        cites=("UK GDPR, Article 5(1)(e)",),
        sweep=sweep,
    ),
)
