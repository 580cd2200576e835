"""Decide whether information about a child or an adult may be shared, and give every reason."""
