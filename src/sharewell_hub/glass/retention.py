"""An attempt to break the glass goes with the record it was about, and its review with it."""

from sharewell.keeping.declaring import Keeps

KEEPS = (
    Keeps(
        kind="glass",
        says="Who broke the glass, and what a second person said",
        counted_from="the record it was about",
        tables=("glass_attempt", "glass_found", "glass_told", "glass_review"),
        cites=("bromley_2017 9.1",),
    ),
)
