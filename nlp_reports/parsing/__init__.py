"""In: a Document. Out: a Report."""
