"""Runs the commands with `python -m sharewell.cli`."""

from sharewell.cli import main

main()
