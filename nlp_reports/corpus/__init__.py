"""In: many Reports. Out: tables, in memory and on disk."""
