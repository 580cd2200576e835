"""Whether to share or not, under which packs and why: superseded by a new one, never edited."""
