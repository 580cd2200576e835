"""The room that asks, at every door, who may see or do what, and keeps who looked."""
