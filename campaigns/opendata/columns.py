"""What every column is, said once, beside its type. Files, their description, the API's and the page read it here."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args

from django.utils.functional import Promise
from pydantic import BaseModel
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue

Text = str | Promise
"""A text in the active language, or one that becomes it when it is shown."""

KINDS = {"bool": "boolean", "int": "integer", "date": "date", "datetime": "datetime"}
"""Frictionless' names of the types that are not text."""


@dataclass(frozen=True)
class Column:
    """Stands beside a field's type (`Annotated`): the column's name in files, its title and what it says.

    The name is Vietnamese in ASCII, for formulas and programs; the API has the field's own, English name.
    """

    name: str
    title: Text
    description: Text = ""

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Let the API's description say the same, in the active language."""
        schema = handler(core_schema)
        said = f"{self.title}. {self.description}" if self.description else str(self.title)
        return {**schema, "description": said}


@dataclass(frozen=True)
class Field:
    """One column of a table of rows of some class: its field's name there, its type, whether it may be unknown."""

    key: str
    column: Column
    kind: str
    nullable: bool

    def described(self) -> dict[str, Any]:
        """The column as Frictionless' Table Schema writes it, in the active language."""
        return {
            "name": self.column.name,
            "type": self.kind,
            "title": str(self.column.title),
            "description": str(self.column.description),
            "constraints": {"required": not self.nullable},
        }


def fields_of(row: type[BaseModel]) -> Iterator[Field]:
    """The columns of a class of rows, in their order."""
    for key, info in row.model_fields.items():
        columns = [mark for mark in info.metadata if isinstance(mark, Column)]
        types = get_args(info.annotation) or (info.annotation,)
        kinds = [KINDS.get(getattr(type_, "__name__", ""), "string") for type_ in types if type_ is not NoneType]
        yield Field(key, columns[0], kinds[0], NoneType in types)
