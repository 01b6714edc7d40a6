"""Who takes part: unions at first level and below, in emulation clusters. The list is data, never code."""

from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from publishing.audit import AuditedMixin
from publishing.normalisation import NormalisedTextMixin


class Cluster(AuditedMixin, NormalisedTextMixin, models.Model):
    """An emulation cluster (cụm, khối thi đua), within which quarterly recognition is given."""

    read_together: ClassVar = True

    class Region(models.TextChoices):
        NORTH = "north", _("The North")
        CENTRE = "centre", _("The Centre and the Highlands")
        SOUTH = "south", _("The South")
        NATIONWIDE = "nationwide", _("Sectors and corporations")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    region = models.CharField(
        _("region"), max_length=10, choices=Region, blank=True, help_text=_("Where it stands among all units.")
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For example where the membership was read.")
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("region")]),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FieldOfWork(AuditedMixin, NormalisedTextMixin, models.Model):
    """What initiatives improve (lĩnh vực), under the code by which the tracking database knows it."""

    read_together: ClassVar = True

    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("As in the tracking database."))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("name_en")]

    class Meta:
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Verbs for units."""

    def first_level(self) -> "UnitQuerySet":
        """Provincial federations, sector and corporation unions: those that are ranked."""
        return self.filter(kind__in=Unit.FIRST_LEVEL)

    def at(self, address: str) -> "UnitQuerySet":
        """The ranked unit whose `Unit.path` ends in this part of an address, as the server has decoded it."""
        code = unquote(address)
        return self.none() if "\0" in code else self.first_level().filter(code=code)

    def with_predecessors_at(self, address: str) -> "UnitQuerySet":
        """The same unit and the ranked units that it succeeded."""
        code = unquote(address)
        found = self.none() if "\0" in code else self.first_level().filter(Q(code=code) | Q(successor__code=code))
        return found.select_related("cluster", "successor")

    def spelled_like(self, address: str) -> "UnitQuerySet":
        """The same where the address writes small letters for large ones, or the other way round."""
        code = unquote(address)
        return self.none() if "\0" in code else self.first_level().filter(code__iexact=code)


class Unit(AuditedMixin, NormalisedTextMixin, index.Indexed, models.Model):
    """A union that registers initiatives, under the code by which the tracking database knows it.

    Units merge and are renamed (63 provinces became 34 on 1/7/2025), so each has the dates of its validity and a
    successor; pages about a campaign keep the names of its time.
    """

    read_together: ClassVar = True

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Provincial federation")
        SECTOR = "sector", _("Sector union")
        CORPORATION = "corporation", _("Corporation union")
        UPPER = "upper", _("Upper-level union")
        GRASSROOTS = "grassroots", _("Grassroots union")

    FIRST_LEVEL = (Kind.PROVINCE, Kind.SECTOR, Kind.CORPORATION)

    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("As in the tracking database."))
    name = models.CharField(_("name"), max_length=160, help_text=_("Full name, as printed in documents."))
    short_name = models.CharField(_("short name"), max_length=80, help_text=_("As in the leaderboard."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    cluster = models.ForeignKey(
        Cluster, verbose_name=_("cluster"), null=True, blank=True, on_delete=models.SET_NULL, related_name="units"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        help_text=_("The unit that it was merged into or renamed to."),
    )

    objects = UnitQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("cluster"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("successor")],
            heading=_("Validity"),
        ),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its address below a campaign's page; empty for those that are not ranked and so have none."""
        return f"don-vi/{part}/" if (part := self.address_part) else ""

    @property
    def address_part(self) -> str:
        """The part of an address that names it; empty as `path` is.

        A code is any text. What servers and browsers read as more than a character (a slash, a dot alone) is written
        twice over, so that it is still one part of the address after the server has decoded it.
        """
        if self.kind not in self.FIRST_LEVEL:
            return ""
        code = self.code.replace("%", "%25").replace("/", "%2F")
        if not code.strip("."):
            code = code.replace(".", "%2E")
        return quote(code, safe="")

    @property
    def replaced_on(self) -> date | None:
        """The first day on which its successor stands in its place; None where that is not known."""
        return self.valid_to + timedelta(days=1) if self.valid_to is not None else None

    @property
    def heirs(self) -> "list[Unit]":
        """The units that took it over, one after the other; each once, should somebody have closed a circle."""
        found = [self]
        while (heir := found[-1].successor) is not None and heir not in found:
            found.append(heir)
        return found[1:]

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end must not be before the start.")})
        if self.successor_id is not None and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A unit cannot be its own successor.")})
        seen, later = {self.pk}, self.successor
        while later is not None and later.pk is not None:
            if later.pk in seen:
                raise ValidationError({"successor": _("Its successors lead back to this unit. Choose another one.")})
            seen.add(later.pk)
            later = later.successor


def part_of(unit: Unit) -> str:
    """The part of a campaign's page that is the unit's, as the addresses of share cards name it."""
    return f"unit-{unit.pk}"


def unit_names(unit: Unit | None) -> list[str]:
    """What a page filed under `unit` is found by: its names, and those of the units that took it over."""
    return [name for one in ([unit, *unit.heirs] if unit is not None else []) for name in (one.name, one.short_name)]
