"""The contract with the tracking database (version 1), as data: what check.py compares and the models read.

The SQL that creates these views over a sample registration schema stands in sql/<engine>/, in the order of its names.
"""

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from zoneinfo import ZoneInfo

VERSION = 1
TIME_ZONE = "Asia/Ho_Chi_Minh"
LOCAL = ZoneInfo(TIME_ZONE)  # days are days there, whatever the host's time zone
SCHEMA = "cms_v1"
PREFIX = "cms_v1_"  # in place of the schema where an engine has none, and in the models' table names


class Type(StrEnum):
    """What a column holds; each engine has its own ways to say so (check.py)."""

    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "timestamptz"


class BrokenView(Exception):
    """A view that is there and cannot be read, as when a table under it was renamed. The message says what is wrong."""


@dataclass(frozen=True)
class Column:
    """One column: nullable or not, and for codes of our own the only values that it may hold."""

    name: str
    type: Type
    nullable: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """One view of the contract. `table` is its name in the models: prefixed, without a schema."""

    name: str
    columns: tuple[Column, ...]

    @property
    def table(self) -> str:
        return PREFIX + self.name


UNIT_KINDS = ("province", "sector", "corporation", "upper", "grassroots")
FIRST_LEVEL_KINDS = ("province", "sector", "corporation")
TARGET_KINDS = ("assigned", "self_set")
STATUSES = ("submitted", "reviewing", "valid", "rejected")

CONTRACT = View(
    "contract",
    (
        Column("version", Type.INTEGER),
        Column("time_zone", Type.TEXT),
        Column("backfill_until", Type.MOMENT, nullable=True),
    ),
)
AS_OF = Column("as_of", Type.MOMENT, nullable=True)  # of `contract`, and optional: see campaigns.counting.reading
UNIT = View(
    "unit",
    (
        Column("code", Type.TEXT),
        Column("parent_code", Type.TEXT, nullable=True),
        Column("name", Type.TEXT),
        Column("short_name", Type.TEXT),
        Column("kind", Type.TEXT, values=UNIT_KINDS),
        Column("cluster_code", Type.TEXT, nullable=True),
        Column("cluster_name", Type.TEXT, nullable=True),
        Column("valid_from", Type.DATE, nullable=True),
        Column("valid_to", Type.DATE, nullable=True),
        Column("successor_code", Type.TEXT, nullable=True),
    ),
)
FIELD = View("field", (Column("code", Type.TEXT), Column("name", Type.TEXT)))
TARGET = View(
    "target",
    (
        Column("campaign_code", Type.TEXT),
        Column("unit_code", Type.TEXT),
        Column("kind", Type.TEXT, values=TARGET_KINDS),
        Column("amount", Type.INTEGER),
    ),
)
SUBMISSION_FACT = View(
    "submission_fact",
    (
        Column("id", Type.INTEGER),
        Column("unit_code", Type.TEXT),
        Column("field_code", Type.TEXT, nullable=True),
        Column("status", Type.TEXT, values=STATUSES),
        Column("registered_at", Type.MOMENT),
        Column("updated_at", Type.MOMENT),
        Column("deleted_at", Type.MOMENT, nullable=True),
    ),
)
FEATURED_FACT = View(
    "featured_fact",
    (
        Column("code", Type.TEXT),
        Column("title", Type.TEXT),
        Column("unit_code", Type.TEXT),
        Column("field_code", Type.TEXT, nullable=True),
        Column("kind", Type.TEXT),
        Column("author_names", Type.TEXT),
        Column("author_jobs", Type.TEXT),
        Column("summary", Type.TEXT),
        Column("benefit_vnd", Type.INTEGER, nullable=True),
        Column("benefit_note", Type.TEXT, nullable=True),
        Column("recognised_on", Type.DATE, nullable=True),
        Column("recognition_ref", Type.TEXT, nullable=True),
        Column("restricted", Type.BOOLEAN),
    ),
)
VIEWS = (CONTRACT, UNIT, FIELD, TARGET, SUBMISSION_FACT, FEATURED_FACT)
# What the counters read: a fault in another view (featured_fact) does not hold them back.
COUNTED_VIEWS = (CONTRACT, UNIT, TARGET, SUBMISSION_FACT)


def sql_scripts(engine: str) -> dict[str, str]:
    """The contract's SQL for an engine (Django's name of it), by file name: sample tables, views, the reader's role."""
    folder = files("campaigns.tracking") / "sql" / engine
    scripts = (path for path in folder.iterdir() if path.name.endswith(".sql"))
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(scripts, key=lambda path: path.name)}
