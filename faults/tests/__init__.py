"""Tests of the faults: each kind, a few times."""
