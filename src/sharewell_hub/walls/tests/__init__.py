"""Sealing: what goes in comes out whole, in its own place, or not at all."""
