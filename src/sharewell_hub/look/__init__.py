"""What the other rooms show with: page, pieces, forms, doors, and the eye that inspects."""
