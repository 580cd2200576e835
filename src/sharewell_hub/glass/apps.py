"""The room as Django knows it."""

from django.apps import AppConfig


class Glass(AppConfig):
    """The room for breaking the glass and reviewing it."""

    name = "sharewell_hub.glass"
