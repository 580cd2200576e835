"""Orders about keys: done, remembered in the log, and rehearsed."""
