"""A tracking database for the demo: the real units, a history through the printed figures, a clock, a simulator.

Nothing outside this package, its two commands and the tests knows that it exists: to the rest of the project the
demo's database is a tracking database like any other.
"""
