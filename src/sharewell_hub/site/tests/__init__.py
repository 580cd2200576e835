"""Tests of the house itself, and the databases that every test uses."""
