"""Tests of the page, its pieces, its forms, its doors and the eye that inspects it."""
