"""`/live/…`: the counters as cacheable documents."""
