"""What leaves as a file: only where an agency lets it, encrypted to a named recipient."""
