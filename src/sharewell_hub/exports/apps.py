"""The room as Django knows it."""

from django.apps import AppConfig


class Exports(AppConfig):
    """The room for files that leave."""

    name = "sharewell_hub.exports"
