"""The agencies of the partnership, who works there, how they sign in, and where each is reached safely."""
