"""The room as Django knows it."""

from django.apps import AppConfig


class Access(AppConfig):
    """The room for who may come in, and who looked."""

    name = "sharewell_hub.access"
