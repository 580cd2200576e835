"""Where a child or an adult lives, sealed apart from everything else, and who may know it."""
