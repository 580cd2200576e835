"""Makes sure of the recipient, the way it goes, what is said with it and what was taken out."""
