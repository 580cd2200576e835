"""Tests of laying packs out."""
