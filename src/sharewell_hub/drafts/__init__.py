"""What a visitor has written before signing in, sealed with a key that only their browser holds."""
