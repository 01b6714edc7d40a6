"""Whether a picture or a person may be used for a purpose: the one question that every page, card, poster and kit asks.

`may_use(picture, Use.CARD, "vi")` of something that was loaded with its records (`with_records`) costs no query.
"""

from publishing.consent.named import Named
from publishing.consent.question import Verdict, allowed, may_use, with_records
from publishing.consent.uses import People, Rights, Use

__all__ = ["Named", "People", "Rights", "Use", "Verdict", "allowed", "may_use", "with_records"]
