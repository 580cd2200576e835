"""Addresses of who may look, and who did."""

from django.urls import path

from sharewell_hub.access import pages

app_name = "access"
urlpatterns = [
    path("why/<uuid:id>", pages.why, name="why"),
    path("people/<uuid:id>/looked", pages.looked, name="looked"),
]
