"""The collector's English lines for logs, in words for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: tuple[tuple[str, Promise], ...] = (
    ("TRACKING_DATABASE_URL is not set", _("The site has not been told where the tracking database is.")),
    ("the tracking database is empty", _("The tracking database is empty: it has none of the agreed views.")),
    (
        "breaks the contract",
        _("The tracking database no longer has the agreed shape, so nothing can be counted. Its owner must mend it."),
    ),
    ("the file does not exist or cannot be read", _("The file of the tracking database is missing or unreadable.")),
    ("the file is not a SQLite database", _("The file of the tracking database is no database.")),
    ("the file is damaged", _("The file of the tracking database is damaged.")),
    ("another program keeps it locked", _("Another program keeps the tracking database locked.")),
    ("a query took longer than", _("The tracking database answers too slowly.")),
    ("the role may not read it", _("The site's account may not read the tracking database.")),
    ("it refuses the role or its password", _("The tracking database refuses the site's account or password.")),
    ("there is no such database, role or view", _("The tracking database, its account or a view of it is gone.")),
    (
        "stands still at",
        _("The tracking database answers, but its clock stands still: nothing new reaches it. Its owner must look."),
    ),
    (
        "its server is starting, recovering or stopping",
        _("The tracking database's server is just starting or stopping. It is asked again by itself."),
    ),
    ("nothing answers at its address", _("The tracking database's server does not answer.")),
)
"""A sign in the line and what it means; the first that fits counts."""

OTHER = _("The tracking database cannot be read.")


def in_words(error: str) -> str:
    """What `CollectorState.last_error` means; empty without an error."""
    if not error:
        return ""
    return str(next((meaning for sign, meaning in MEANINGS if sign in error), OTHER))
