"""The log as mathematics: what an entry is, and what proves that none was changed."""
