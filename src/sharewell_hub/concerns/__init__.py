"""A worry: what was seen or heard, what was thought and what the child said, each kept apart."""
