"""Keys: made, wrapped, rotated, split, destroyed, and never beside what they open."""
