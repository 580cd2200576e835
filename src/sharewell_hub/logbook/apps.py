"""The room as Django knows it."""

from django.apps import AppConfig


class Logbook(AppConfig):
    """The room for what must be remembered."""

    name = "sharewell_hub.logbook"
