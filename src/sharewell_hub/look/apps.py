"""The room's entry in the list of installed applications."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class LookConfig(AppConfig):
    """The room that every page is drawn with; it checks at start that each view has a door."""

    name = "sharewell_hub.look"
    label = "look"

    def ready(self) -> None:
        """Refuse to start while an address leads to a view without a declared door."""
        from sharewell_hub.look.doors import every_view_has_a_door

        register(every_view_has_a_door, Tags.urls)
