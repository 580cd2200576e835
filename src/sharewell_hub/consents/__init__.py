"""Whether somebody agreed, refused, or was not asked and why: the position at one moment."""
