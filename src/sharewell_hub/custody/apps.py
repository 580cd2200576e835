"""The room as Django knows it."""

from django.apps import AppConfig


class Custody(AppConfig):
    """The room for orders about keys."""

    name = "sharewell_hub.custody"
