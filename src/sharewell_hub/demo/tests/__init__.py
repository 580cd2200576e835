"""Inventing a borough: nobody in it is real, and everything is done as people would do it."""
