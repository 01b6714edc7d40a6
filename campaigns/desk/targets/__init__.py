"""Targets from a table: read, matched with units, compared with what is there, shown, and only then taken."""
