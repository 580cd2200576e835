"""Tests of the log's mathematics."""
