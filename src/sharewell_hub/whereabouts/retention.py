"""A place goes with the record of the person it is about; each time it was told goes with it."""

from sharewell.keeping.declaring import Keeps

KEEPS = (
    Keeps(
        kind="place",
        says="Where somebody lives",
        counted_from="the record it belongs to",
        tables=("whereabouts_whereabouts", "whereabouts_unshielding"),
        cites=("bromley_2017 9.1",),
    ),
)
