"""What a second person reviewed goes with the record it was about, and the review with it."""

from sharewell.keeping.declaring import Keeps

KEEPS = (
    Keeps(
        kind="glass",
        says="Who broke the glass or passed a gate, and what a second person said",
        counted_from="the record it was about",
        tables=("glass_attempt", "glass_found", "glass_passedgate", "glass_told", "glass_review"),
        cites=("bromley_2017 9.1",),
    ),
)
