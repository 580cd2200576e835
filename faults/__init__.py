"""What goes wrong, done on purpose, and what must hold afterwards; see ./run faults."""
