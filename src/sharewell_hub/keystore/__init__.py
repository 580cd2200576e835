"""Keys wrapped in keys, in a database of their own, apart from what they open and its backups."""
