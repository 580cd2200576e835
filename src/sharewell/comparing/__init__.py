"""Sets two editions side by side, and weighs again what was decided."""
