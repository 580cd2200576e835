"""What this room's tests are given besides."""

from sharewell_hub.outbox.tests.post_office import post_office

__all__ = ["post_office"]
