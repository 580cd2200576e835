"""Protocols: read by everybody, compared by those who answer for them, and nobody pointed at."""
