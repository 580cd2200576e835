"""The room as Django knows it."""

from django.apps import AppConfig


class People(AppConfig):
    """The room for children and adults."""

    name = "sharewell_hub.people"
