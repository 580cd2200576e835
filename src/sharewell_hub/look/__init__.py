"""Everything the other rooms show: the page, its pieces, its forms, its doors, and the eye that inspects it."""
