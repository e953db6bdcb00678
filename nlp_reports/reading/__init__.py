"""In: a path. Out: a Document."""
