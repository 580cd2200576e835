"""Addresses of the agreements."""

from django.urls import path

from sharewell_hub.agreements import pages

app_name = "agreements"
urlpatterns = [
    path("agreements", pages.every, name="every"),
    path("agreements/new", pages.new, name="new"),
    path("agreements/<uuid:id>", pages.one, name="one"),
    path("agreements/<uuid:id>/new-version", pages.next_version, name="next_version"),
    path("agreements/<uuid:id>/sign", pages.sign, name="sign"),
    path("agreements/<uuid:id>/end", pages.end, name="end"),
]
