"""Tests that cross rooms, told as stories, in a real browser where a page is what counts."""
