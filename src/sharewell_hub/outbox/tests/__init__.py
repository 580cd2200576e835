"""Sending letters: once, or said to be unknown."""
