"""In: tables. Out: comparison tables, one technique a file."""
