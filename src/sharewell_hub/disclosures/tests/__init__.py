"""Disclosing: only what was decided, only to a verified recipient, and told to both ends."""
