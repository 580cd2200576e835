"""One line for each act that must be remembered: ids and digests, never words about a person."""
