"""What is kept how long, what is due, and erasing what a named person confirmed."""
