"""Addresses of the pages about letters."""

from django.urls import path

from sharewell_hub.outbox import pages

app_name = "outbox"
urlpatterns = [
    path("letters", pages.letters, name="letters"),
    path("letters/<uuid:letter_id>/again", pages.again, name="again"),
]
