"""Periods, holds, reviews and erasing: nothing goes that nobody confirmed."""
