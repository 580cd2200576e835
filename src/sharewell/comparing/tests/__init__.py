"""Tests of comparing and of weighing again."""
