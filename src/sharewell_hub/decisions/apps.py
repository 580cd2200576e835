"""The room as Django knows it."""

from django.apps import AppConfig


class Decisions(AppConfig):
    """The room for decisions."""

    name = "sharewell_hub.decisions"
