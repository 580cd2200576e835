"""The room as Django knows it."""

from django.apps import AppConfig


class Whereabouts(AppConfig):
    """The room for where people live."""

    name = "sharewell_hub.whereabouts"
