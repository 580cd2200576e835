"""Addresses of the first steps: what is wanted, danger, the worry, and keeping it for later."""

from django.urls import path

from sharewell_hub.concerns import pages

app_name = "concerns"
urlpatterns = [
    path("", pages.start, name="start"),
    path("danger", pages.danger, name="danger"),
    path("danger/now", pages.danger_now, name="danger_now"),
    path("worry", pages.worry, name="worry"),
    path("save", pages.save_for_later, name="save"),
]
