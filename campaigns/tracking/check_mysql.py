"""How MariaDB and MySQL answer the questions of check.py. Their views have typed columns.

What is grouped by and compared must differ wherever one octet does: by most collations "a", "A" and "á" are one code.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.tracking.contract import SCHEMA, BrokenView, Column, Type, View

_TYPES = {
    Type.INTEGER: {"tinyint", "smallint", "mediumint", "int", "bigint"},
    Type.BOOLEAN: {"tinyint", "int", "bigint"},
    Type.TEXT: {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum"},
    Type.DATE: {"date"},
    Type.MOMENT: {"datetime", "timestamp"},
}
_FEW_READS = 2  # of rows or index entries, where an index says at once that there is nothing

types_are_in_values = False


def name(view: View) -> str:
    """`cms_v1.unit`."""
    return f"{SCHEMA}.{view.name}"


def columns(connection: BaseDatabaseWrapper, view: View) -> dict[str, str]:
    """The columns that this user may read, with their types, and of text how it is compared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, concat_ws(' ', data_type, collation_name) FROM information_schema.columns"
            " WHERE table_schema = database() AND table_name = %s AND privileges LIKE '%%select%%'",
            [view.name],
        )
        found = dict(cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = %s",
            [view.name],
        )
        (is_there,) = cursor.fetchone()
    if is_there and not found:
        raise BrokenView("a table or column under it is gone, or it may not be read")
    return found


def mistyped(column: Column, found: str) -> bool:
    """Whether the declared type is none that the contract's type can be read from, or compares codes too loosely."""
    data_type, _, collation = found.partition(" ")
    is_code = bool(column.values) or column.name == "code" or column.name.endswith("_code")
    return data_type not in _TYPES[column.type] or (is_code and not collation.endswith("_bin"))


def bad_value(column: Column) -> str:
    """True for a value that is empty where it must not be, no day or moment, or none of the allowed ones."""
    wrong = [] if column.nullable else [f"{column.name} IS NULL"]
    if column.values:
        wrong.append(f"{column.name} NOT IN ({', '.join(repr(value) for value in column.values)})")
    if column.type is Type.BOOLEAN:
        wrong.append(f"{column.name} NOT IN (0, 1)")
    if column.type in (Type.DATE, Type.MOMENT):
        wrong.append(f"dayofmonth({column.name}) = 0")  # 0000-00-00, and 2022-05-00
    return " OR ".join(wrong)


def fingerprint(connection: BaseDatabaseWrapper) -> object:
    """Names, types, collations and rights of all columns, as one sum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(crc32(concat_ws(' ', table_name, ordinal_position, column_name, column_type,"
            " collation_name, privileges))) FROM information_schema.columns WHERE table_schema = database()"
        )
        return cursor.fetchone()


def index_is_used(connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
    """Whether some index answers `column > moment`.

    The plan is shown to nobody who may not read the tables under a view. So the question is asked, and the server's
    count of what it read for it tells.
    """
    source = connection.ops.quote_name(table)
    none = f"SELECT count(*) FROM (SELECT id FROM {source} WHERE {column} > '2999-01-01') AS none"  # noqa: S608 - names of contract.py
    counts = []
    with connection.cursor() as cursor:
        for question in ("SELECT 1", "SELECT 1", none):
            cursor.execute(question)
            cursor.fetchall()
            cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%%'")
            counts.append(sum(int(count) for _name, count in cursor.fetchall()))
    by_asking = counts[1] - counts[0]  # the counting itself reads
    return counts[2] - counts[1] - by_asking <= _FEW_READS
