"""In: a file of any of the four formats. Out: a Document, its text frozen, its tables kept as grids."""
