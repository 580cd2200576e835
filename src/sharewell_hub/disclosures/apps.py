"""The room as Django knows it."""

from django.apps import AppConfig


class Disclosures(AppConfig):
    """The room for what was sent and what came back."""

    name = "sharewell_hub.disclosures"
