"""The partnership's agencies, who works there and signs in, and where each is reached safely."""
