"""Addresses of where people live."""

from django.urls import path

from sharewell_hub.whereabouts import pages

app_name = "whereabouts"
urlpatterns = [
    path("people/<uuid:id>/where", pages.where, name="where"),
    path("people/<uuid:id>/where/show", pages.reveal, name="reveal"),
    path("people/<uuid:id>/shield", pages.shield, name="shield"),
    path("people/<uuid:id>/shield/down", pages.take_down, name="take_down"),
    path("whereabouts/<uuid:id>/end", pages.end, name="end"),
    path("whereabouts/<uuid:id>/unshield", pages.let_be_told, name="unshield"),
]
