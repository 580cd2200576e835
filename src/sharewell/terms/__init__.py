"""The words of the field, as things that cannot be said wrongly."""
