"""Logging: with the act or not at all, and never a word about a person."""
