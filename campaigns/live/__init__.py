"""`/live/…`: the counters as cacheable documents and as a stream, answered before Django sees anything.

In layers, each knowing only those before it: `documents` (what is said), `representations` (its bytes, once),
`reading` (what the CMS database holds), `store` (the newest of each campaign), `streams` (who listens), `feed` (keeps
the store up to date), `app` (the ASGI application), `protocol` (what it asks of uvicorn).
docs/decisions/0012-live-before-django.md says why it is built like this.
"""

CHANNEL = "tuhao:live"
"""The Redis channel on which the collector says that there is a new snapshot (campaigns/counting/publish.py)."""

TRANSPORT = "tu_hao.transport"
"""Where an ASGI scope has the connection's transport (protocol.py puts it there)."""

DEADLINE = 20.0
"""Seconds after which a client that takes nothing is let go."""
