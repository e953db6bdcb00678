"""In: tables and comparisons. Out: files that people read."""
