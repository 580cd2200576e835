"""Marlingford: an invented borough, its agencies and one family, in which to try everything."""
