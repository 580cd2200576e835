"""The room as Django knows it."""

from django.apps import AppConfig


class Outbox(AppConfig):
    """The room for letters to send."""

    name = "sharewell_hub.outbox"
