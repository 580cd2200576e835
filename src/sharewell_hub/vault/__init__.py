"""Keys and sealed words: what is said about people lies here, encrypted, and nowhere else."""
