"""Breaking the glass in an emergency, and the second person who reviews it within a working day."""
