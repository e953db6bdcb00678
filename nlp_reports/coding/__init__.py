"""In: a Report. Out: Statements, Codings, Decisions."""
