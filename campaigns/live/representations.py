"""A document's bytes and headers, made once and sent to everybody: as they are, and compressed where that saves."""

import gzip
import re
from dataclasses import dataclass, field

import brotli

from campaigns.live.documents import Document

FRESH = b"public, max-age=2, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
IMMUTABLE = b"public, max-age=31536000, immutable"
MISSING = b"public, max-age=2, s-maxage=5"
WORTH_COMPRESSING = 1024
"""Bytes; a smaller document fits one packet either way."""

Headers = list[tuple[bytes, bytes]]
OPEN: Headers = [(b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff")]
JSON: Headers = [(b"content-type", b"application/json"), *OPEN]
_REFUSED = re.compile(rb";\s*q=0(\.0*)?\s*$")


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a document, with the headers of a 200 and of a 304. A strong ETag names these very bytes."""

    body: bytes
    etag: bytes
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, slots=True)
class Representation:
    """A document in every encoding that is kept of it; the best comes first and `identity` last."""

    variants: tuple[tuple[bytes, Variant], ...]
    etags: frozenset[bytes] = field(default=frozenset())

    @property
    def identity(self) -> Variant:
        """The document as it is."""
        return self.variants[-1][1]

    def best(self, accepted: bytes) -> Variant:
        """The smallest variant that `Accept-Encoding` allows."""
        if len(self.variants) > 1 and accepted:
            names = {part.split(b";")[0].strip() for part in accepted.split(b",") if not _REFUSED.search(part)}
            for encoding, variant in self.variants:
                if encoding in names:
                    return variant
        return self.identity

    def unchanged_since(self, known: bytes) -> bool:
        """Whether `If-None-Match` names any variant of this document."""
        if known.strip() == b"*":
            return True
        return not self.etags.isdisjoint(tag.strip().removeprefix(b"W/") for tag in known.split(b","))


def represent(document: Document) -> Representation:
    """Everything that will ever be sent of a document. Compressing takes milliseconds: call it in a thread."""
    bodies = {b"identity": document.body}
    if len(document.body) >= WORTH_COMPRESSING:
        bodies = {
            b"br": brotli.compress(document.body, mode=brotli.MODE_TEXT, quality=6),
            b"gzip": gzip.compress(document.body, 6, mtime=0),
        } | bodies
    varies: Headers = [(b"vary", b"Accept-Encoding")] if len(bodies) > 1 else []
    lifetime = (b"cache-control", IMMUTABLE if document.immutable else FRESH)
    variants = []
    for encoding, body in bodies.items():
        tag = document.etag.encode()
        if encoding != b"identity":
            tag = tag[:-1] + b"-" + encoding + b'"'
        common: Headers = [(b"etag", tag), lifetime, *OPEN, *varies]
        headers: Headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)), *common]
        if encoding != b"identity":
            headers.append((b"content-encoding", encoding))
        variants.append((encoding, Variant(body, tag, headers, common)))
    return Representation(tuple(variants), frozenset(variant.etag for _name, variant in variants))
