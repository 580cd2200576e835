"""The room as Django knows it."""

from django.apps import AppConfig


class Drafts(AppConfig):
    """The room for what is written before signing in."""

    name = "sharewell_hub.drafts"
