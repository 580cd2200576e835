"""The room as Django knows it."""

from django.apps import AppConfig


class Concerns(AppConfig):
    """The room for worries."""

    name = "sharewell_hub.concerns"
