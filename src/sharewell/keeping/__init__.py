"""How long each kind of record is kept, and from which day a whole record may go."""
