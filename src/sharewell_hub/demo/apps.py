"""The room as Django knows it."""

from django.apps import AppConfig


class Demo(AppConfig):
    """The room for what is invented."""

    name = "sharewell_hub.demo"
