"""How SQLite answers the questions of check.py. Its views have no types: each value has its own."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError

from campaigns.tracking.contract import BrokenView, Column, Type, View

_STORAGE = {
    Type.INTEGER: "integer",
    Type.BOOLEAN: "integer",
    Type.TEXT: "text",
    Type.DATE: "text",
    Type.MOMENT: "text",
}
_DAY = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
# Moments are UTC text without an offset, so that they sort and compare as they follow each other.
_FORM = {Type.DATE: _DAY, Type.MOMENT: f"{_DAY} [0-2][0-9]:[0-5][0-9]:[0-6][0-9]*"}

types_are_in_values = True


def name(view: View) -> str:
    """`cms_v1_unit`."""
    return view.table


def columns(connection: BaseDatabaseWrapper, view: View) -> dict[str, str]:
    """The view's columns; their types are empty here. Raises BrokenView for one over a table that is gone."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(view.table)})")
        except OperationalError as error:
            if "no such" in str(error):
                raise BrokenView(str(error)) from error
            raise
        return {row[1]: "" for row in cursor.fetchall()}


def mistyped(column: Column, found: str) -> bool:
    """Never by declaration: `bad_value` looks at the values."""
    return False


def bad_value(column: Column) -> str:
    """True for a value that is stored as something else, has another form, or is none of the allowed ones."""
    wrong = [f"typeof({column.name}) <> '{_STORAGE[column.type]}'"]
    if form := _FORM.get(column.type):
        wrong.append(f"{column.name} NOT GLOB '{form}' OR {column.name} GLOB '*[Z+]*' OR date({column.name}) IS NULL")
    if column.type is Type.BOOLEAN:
        wrong.append(f"{column.name} NOT IN (0, 1)")
    if column.values:
        wrong.append(f"{column.name} NOT IN ({', '.join(repr(value) for value in column.values)})")
    condition = f"({' OR '.join(wrong)})"
    return f"({column.name} IS NOT NULL AND {condition})" if column.nullable else condition


def fingerprint(connection: BaseDatabaseWrapper) -> object:
    """SQLite counts the changes of its schema."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA schema_version")
        return cursor.fetchone()


def index_is_used(connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
    """Whether SQLite would search an index rather than scan every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN QUERY PLAN SELECT id FROM {connection.ops.quote_name(table)} WHERE {column} > '2999-01-01'"  # noqa: S608 - names of contract.py
        )
        return any(str(row[3]).startswith("SEARCH") and ">?" in str(row[3]) for row in cursor.fetchall())
