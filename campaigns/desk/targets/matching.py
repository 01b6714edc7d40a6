"""Which unit a row of a table means: by its code, or by its name as people write it."""

from collections import defaultdict

from django.utils.translation import gettext as _

from campaigns.models import Unit
from vietnamese.folding import exact, fold, words


class NoUnit(Exception):
    """No single unit is meant; the message tells the editor why."""


class Units:
    """All units by code, and by name with and without marks; one query."""

    def __init__(self) -> None:
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_number: dict[str, list[Unit]] = defaultdict(list)  # spreadsheets make 1 of 01
        self._by_name: dict[str, dict[int, Unit]] = defaultdict(dict)
        for unit in Unit.objects.all():
            self._by_code[unit.code.casefold()].append(unit)
            if unit.code.isdecimal():
                self._by_number[unit.code.lstrip("0")].append(unit)
            for name in {unit.name, unit.short_name}:
                for key in (_key(exact(name)), _key(fold(name))):
                    self._by_name[key][unit.pk] = unit

    def find(self, code: str, name: str) -> Unit:
        """The unit of this code, or without one of this name; raises NoUnit. With both they must agree."""
        if not code and not name:
            raise NoUnit(_("The row names no unit."))
        if not code:
            return self._named(name)
        same = self._by_code.get(code.casefold()) or self._by_number.get(code.lstrip("0"), [])
        unit = next((one for one in same if one.code == code), same[0] if len(same) == 1 else None)
        if unit is None:
            raise NoUnit(_("No unit has the code “%(code)s”.") % {"code": code})
        if name and not {_key(fold(name))} & {_key(fold(unit.name)), _key(fold(unit.short_name))}:
            raise NoUnit(
                _("The code “%(code)s” belongs to “%(unit)s”, not to “%(name)s”.")
                % {"code": code, "unit": unit.short_name, "name": name}
            )
        return unit

    def _named(self, name: str) -> Unit:
        """Spelled with its marks, else without; several of one spelling are never guessed between."""
        for key in (_key(exact(name)), _key(fold(name))):
            found = list(self._by_name.get(key, {}).values())
            if len(found) == 1:
                return found[0]
            if found:
                codes = ", ".join(sorted(unit.code for unit in found))
                raise NoUnit(
                    _("“%(name)s” can be several units: %(codes)s. Give the code.") % {"name": name, "codes": codes}
                )
        raise NoUnit(_("No unit has the name “%(name)s”.") % {"name": name})


def _key(text: str) -> str:
    return " ".join(words(text))
