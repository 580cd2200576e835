"""What was sent to whom, who opened it, what they answered, and who has not been told."""
