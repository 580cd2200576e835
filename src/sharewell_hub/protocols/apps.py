"""The room as Django knows it."""

from django.apps import AppConfig


class Protocols(AppConfig):
    """The room for protocols."""

    name = "sharewell_hub.protocols"
