"""Delivering: to the right person, by a safe way, and no more than was decided."""
