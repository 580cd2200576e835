"""The room as Django knows it."""

from django.apps import AppConfig


class Retention(AppConfig):
    """The room for keeping no longer than necessary."""

    name = "sharewell_hub.retention"
