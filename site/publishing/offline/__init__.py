"""Pages that were read lately open without a network (docs/decisions/0022): the worker, and the page for all others."""
