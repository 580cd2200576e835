"""Addresses of the pages that belong to no other room."""

from django.urls import path

from sharewell_hub.look import pages

app_name = "look"
urlpatterns = [
    path("about", pages.about, name="about"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("help/<slug:topic>", pages.help_with, name="help"),
    path("health", pages.health, name="health"),
]
