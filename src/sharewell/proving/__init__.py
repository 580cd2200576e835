"""Holds packs to what they say: worked examples, and what each paragraph is good for."""
