"""Vietnamese text on a computer: spelling forms, folding, slugs, old charsets, formats and order.

A pure package: no Django, no database, no settings, so that every other package may use it.
"""
