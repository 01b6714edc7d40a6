"""The only window on the tracking database: its contract in SQL, models over its views, and what compares the two."""
