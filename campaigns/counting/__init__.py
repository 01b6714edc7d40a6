"""The collector: reads the tracking database and appends what it counted to the snapshots that pages read.

In layers, each knowing only those before it: `figures` (pure: from buckets to a campaign's figures), `reading` (one
consistent look at the tracking database), `gates` (which figures are not to be believed), `store` (epoch, seq and the
rows that are kept), `collector` (one pass), `loop` (passes until told to stop).
"""
