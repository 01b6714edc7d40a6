"""What the live app asks of uvicorn beyond ASGI: to see a client's transport, and to let go of who does not read.

uvicorn --http campaigns.live.protocol:LiveProtocol …
"""

import asyncio
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from campaigns.live import DEADLINE, TRANSPORT

UNSENT_KEPT = 16 * 1024
"""Bytes that wait in this process for a slow client before a send waits too."""


class LiveProtocol(HttpToolsProtocol):
    """uvicorn's own protocol with each connection's transport in the scope, under `TRANSPORT`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=UNSENT_KEPT)
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            # The kernel gives up a peer that acknowledges nothing, one that has vanished without a word too.
            timeout = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux
            if timeout is not None:
                connection.setsockopt(socket.IPPROTO_TCP, timeout, int(DEADLINE * 1000))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required] # a key of our own
