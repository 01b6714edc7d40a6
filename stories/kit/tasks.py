"""What is made of a page while nobody waits for it."""

import logging

from django_tasks import task

from sharing.kit import shelf
from stories.kit.serving import ON_PUBLISH, Public, open_page, owner_of
from stories.kit.units import build

logger = logging.getLogger(__name__)


@task()
def make_files(page: int) -> None:
    """The files of a public page that readers ask for first; of one that is not public none stay."""
    found = open_page(page)
    if found is None:
        shelf.forget(owner_of(page))
        return
    for name in ON_PUBLISH:
        try:
            Public(found, name).path()
        except OSError:
            logger.exception("%s of page %s could not be kept; it is made when somebody asks for it", name, page)


@task()
def make_unit_kit(row: int) -> None:
    """The kit of a unit (the key of its `UnitKit`)."""
    build(row)
