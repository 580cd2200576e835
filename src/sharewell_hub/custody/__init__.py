"""Orders about keys, each remembered in the log: rotate, split, recover, drill."""
