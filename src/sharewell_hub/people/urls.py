"""Addresses of the walls around a record."""

from django.urls import path

from sharewell_hub.people import pages, working_pages

app_name = "people"
urlpatterns = [
    path("people/<uuid:id>/walls", pages.walls, name="walls"),
    path("people/<uuid:id>/who", working_pages.who, name="who"),
    path("people/<uuid:id>/sensitivity", working_pages.sensitivity, name="sensitivity"),
    path("relationships/<uuid:id>/end", working_pages.end_one, name="end"),
    path("people/<uuid:id>/seal", pages.seal, name="seal"),
    path("people/<uuid:id>/unseal", pages.unseal, name="unseal"),
    path("kept-out/<uuid:id>/end", pages.let_in, name="let_in"),
]
