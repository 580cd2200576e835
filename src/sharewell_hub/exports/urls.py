"""Addresses of exports."""

from django.urls import path

from sharewell_hub.exports import pages

app_name = "exports"
urlpatterns = [
    path("exports", pages.what_left, name="what_left"),
    path("exports/switch", pages.switch, name="switch"),
    path("exports/<uuid:id>", pages.export, name="export"),
    path("exports/<uuid:id>/file", pages.file, name="file"),
    path("decisions/<uuid:id>/export", pages.record, name="record"),
    path("directory/<uuid:id>/key", pages.key, name="key"),
    path("directory/<uuid:id>/key/withdraw", pages.withdraw, name="withdraw"),
]
