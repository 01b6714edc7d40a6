"""The collector: reads the tracking database and appends what it counted to the snapshots that pages read.

In layers, each knowing only those before it: `tree`, `leaves`, `figures`, `gates` (pure: the units, what is counted,
what follows from it, what of that is to be believed), `reading` (the questions to the tracking database), `ladder` (all
leaves in memory, brought up to date by rungs), `lease` (who counts), `plans`, `store`, `holds`, `candidates` (the
site's own rows), `publish` (telling the live processes), `collector` (one pass), `loop` (passes until told to stop).
"""
