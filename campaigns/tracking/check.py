"""Compares a live tracking database with the contract, without changing anything: one line per fault.

`shape_faults` is quick and runs before each count; `all_faults` also reads every value and asks the planner about
indexes, for `manage.py check_tracking`. Both are called inside `consistent_reading()`.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.tracking import check_mysql, check_postgresql, check_sqlite
from campaigns.tracking.contract import (
    AS_OF,
    CONTRACT,
    COUNTED_VIEWS,
    SUBMISSION_FACT,
    TIME_ZONE,
    VERSION,
    VIEWS,
    BrokenView,
    Column,
    View,
)

SAMPLE = 1_000  # newest facts whose values are looked at before each count, where types are only in the values


class Engine(Protocol):
    """How one engine answers the questions of a check; the modules check_<vendor> are such."""

    types_are_in_values: bool

    def name(self, view: View) -> str:
        """The view as the engine's users write it."""

    def columns(self, connection: BaseDatabaseWrapper, view: View) -> dict[str, str]:
        """The view's columns with their types; empty where there is no such view. Raises BrokenView."""

    def mistyped(self, column: Column, found: str) -> bool:
        """Whether the type `found` is not the contract's."""

    def bad_value(self, column: Column) -> str:
        """SQL that is true for a value which the contract does not allow; empty where there is nothing to ask."""

    def fingerprint(self, connection: BaseDatabaseWrapper) -> object:
        """Something quick to ask that changes whenever a view, a column, a type or a right does."""

    def index_is_used(self, connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
        """Whether an index serves `column > moment`."""


ENGINES: dict[str, Engine] = {"sqlite": check_sqlite, "postgresql": check_postgresql, "mysql": check_mysql}


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has none of the contract's views: most likely it is not a tracking database at all."""
    engine = ENGINES[connection.vendor]
    try:
        return not any(engine.columns(connection, view) for view in VIEWS)
    except BrokenView:
        return False  # shape_faults says which


def shape_faults(connection: BaseDatabaseWrapper, views: Sequence[View] = COUNTED_VIEWS) -> list[str]:
    """Views, columns and types that differ from the contract, and what the database says of itself."""
    engine = ENGINES[connection.vendor]
    faults: list[str] = []
    for view in views:
        found = list(_column_faults(connection, engine, view))
        if not found and engine.types_are_in_values:
            found = list(_value_faults(connection, engine, view, SAMPLE if view is SUBMISSION_FACT else None))
        if not found and view is CONTRACT:
            found = list(_contract_faults(connection, engine))
        faults += found
    return faults


def all_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Everything that `shape_faults` finds in any view, wrong values in any row, and missing indexes."""
    engine = ENGINES[connection.vendor]
    faults = shape_faults(connection, VIEWS)
    if faults:
        return faults  # where the shape is wrong, further questions would only fail
    for view in VIEWS:
        faults += _value_faults(connection, engine, view, None)
    for column in ("updated_at", "registered_at"):
        if not engine.index_is_used(connection, SUBMISSION_FACT.table, column):
            faults.append(f"{engine.name(SUBMISSION_FACT)}: slow, no index serves {column}")
    return faults


def fingerprint(connection: BaseDatabaseWrapper) -> object:
    """What tells in one quick query whether the shape can have changed since `shape_faults` found it right."""
    return ENGINES[connection.vendor].fingerprint(connection)


def has_as_of(connection: BaseDatabaseWrapper) -> bool:
    """Whether `contract` has the optional column that says until when the database is complete."""
    return AS_OF.name in ENGINES[connection.vendor].columns(connection, CONTRACT)


def _column_faults(connection: BaseDatabaseWrapper, engine: Engine, view: View) -> Iterator[str]:
    name = engine.name(view)
    try:
        columns = engine.columns(connection, view)
    except BrokenView as broken:
        yield f"{name}: cannot be read ({broken})"
        return
    if not columns:
        yield f"{name}: the view is missing, or its role may not read it"
        return
    for column in (*view.columns, AS_OF) if view is CONTRACT else view.columns:
        if column.name not in columns:
            if column is not AS_OF:
                yield f"{name}: column {column.name} is missing"
        elif engine.mistyped(column, columns[column.name]):
            yield f"{name}: column {column.name} is {columns[column.name]}, not {column.type}"


def _value_faults(connection: BaseDatabaseWrapper, engine: Engine, view: View, newest: int | None) -> Iterator[str]:
    """Columns that hold a value which the contract does not allow, in the `newest` rows or in all."""
    columns = (*view.columns, AS_OF) if view is CONTRACT and has_as_of(connection) else view.columns
    checks = [(column, condition) for column in columns if (condition := engine.bad_value(column))]
    if not checks:
        return
    source = connection.ops.quote_name(view.table)
    if newest is not None:
        source = f"(SELECT * FROM {source} ORDER BY id DESC LIMIT {newest:d}) AS newest"  # noqa: S608 - as below
    counts = ", ".join(f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)" for _column, condition in checks)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts} FROM {source}")  # noqa: S608 - only names and values of contract.py
        found = cursor.fetchone()
    for (column, _condition), bad in zip(checks, found, strict=True):
        if bad:
            yield f"{engine.name(view)}: column {column.name} holds {bad} values that are not {_allowed(column)}"


def _allowed(column: Column) -> str:
    words = f"one of {', '.join(column.values)}" if column.values else str(column.type)
    return f"{words} or empty" if column.nullable else words


def _contract_faults(connection: BaseDatabaseWrapper, engine: Engine) -> Iterator[str]:
    name = engine.name(CONTRACT)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version, time_zone FROM {connection.ops.quote_name(CONTRACT.table)} LIMIT 2")  # noqa: S608 - a constant
        rows = cursor.fetchall()
    if len(rows) != 1:
        yield f"{name}: has {'no row' if not rows else 'more than one row'}, not exactly one"
        return
    version, time_zone = rows[0]
    if version != VERSION:
        yield f"{name}: version {version}, this site reads version {VERSION}"
    if time_zone != TIME_ZONE:
        yield f"{name}: time zone {time_zone}, not {TIME_ZONE}"
