"""Tests of the directory and of sign-in."""
