"""How PostgreSQL answers the questions of check.py. Its views have typed columns."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.tracking.contract import SCHEMA, Column, Type, View

_TYPES = {
    Type.INTEGER: {"smallint", "integer", "bigint"},
    Type.BOOLEAN: {"boolean"},
    Type.TEXT: {"text", "character varying", "character"},
    Type.DATE: {"date"},
    Type.MOMENT: {"timestamp with time zone"},
}
_SENTINEL = "2999-01-01 00:00:00+00"

types_are_in_values = False


def name(view: View) -> str:
    """`cms_v1.unit`."""
    return f"{SCHEMA}.{view.name}"


def columns(connection: BaseDatabaseWrapper, view: View) -> dict[str, str]:
    """The columns that this role may read, with their types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s AND has_column_privilege("
            "format('%%I.%%I', table_schema, table_name), column_name, 'SELECT')",
            [SCHEMA, view.name],
        )
        return dict(cursor.fetchall())


def mistyped(column: Column, found: str) -> bool:
    """Whether the declared type is none that the contract's type can be read from."""
    return found not in _TYPES[column.type]


def bad_value(column: Column) -> str:
    """True for a value that is empty where it must not be, or none of the allowed ones. Empty: nothing to ask."""
    wrong = [] if column.nullable else [f"{column.name} IS NULL"]
    if column.values:
        wrong.append(f"{column.name} NOT IN ({', '.join(repr(value) for value in column.values)})")
    return " OR ".join(wrong)


def fingerprint(connection: BaseDatabaseWrapper) -> object:
    """Names, types and rights of all columns, in the order of their making, as one hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(concat_ws(' ', view.oid, view.relname, view.relowner, view.relacl::text,"
            " col.attname, col.atttypid, col.attacl::text), ',' ORDER BY view.oid, col.attnum))"
            " FROM pg_catalog.pg_class AS view JOIN pg_catalog.pg_attribute AS col ON col.attrelid = view.oid"
            " WHERE view.relnamespace = to_regnamespace(%s) AND col.attnum > 0",
            [SCHEMA],
        )
        return cursor.fetchone()


def index_is_used(connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
    """Whether some index answers `column > moment`.

    A small table is read whole although it has an index, so that way is made unattractive for this transaction first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT id FROM {connection.ops.quote_name(table)} WHERE {column} > '{_SENTINEL}'"  # noqa: S608 - names of contract.py
        )
        plan = cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = on")
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return any(_SENTINEL[:10] in node.get("Index Cond", "") for node in _nodes(plan[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)
