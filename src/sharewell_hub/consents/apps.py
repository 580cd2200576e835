"""The room as Django knows it."""

from django.apps import AppConfig


class Consents(AppConfig):
    """The room for positions on agreement."""

    name = "sharewell_hub.consents"
