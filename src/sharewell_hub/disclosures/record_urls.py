"""Addresses of the record of a decision; spliced into the room's own."""

from django.urls import path

from sharewell_hub.disclosures import record_pages as pages

patterns = [
    path("decisions/<uuid:id>", pages.record, name="record"),
    path("decisions/<uuid:id>/annex-b", pages.record_annex_b, name="record_annex_b"),
]
