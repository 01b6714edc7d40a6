"""Search over everything published, with and without diacritics."""
