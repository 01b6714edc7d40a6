"""The public search's own copy of what everybody may read.

A page has a row here as long as it is published and behind no restriction (`search.indexing` sees to it), so that no
draft and no private page can be found or counted. The words stand in tables of the databases' own (`search.words`).
"""

from django.db import models
from django.db.models import Exists, OuterRef
from wagtail.models import Locale, Page


class Combination(models.Model):
    """One combination of the properties that results are counted by, in one language.

    Few are in use however many pages there are, so that results are counted by one number and not by five columns.
    """

    key = models.CharField(max_length=120, unique=True)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    field = models.CharField(max_length=16, blank=True)
    unit = models.ForeignKey("campaigns.Unit", null=True, on_delete=models.SET_NULL, related_name="+")
    campaign = models.ForeignKey("campaigns.Campaign", null=True, on_delete=models.SET_NULL, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """A page that the public search may find. `lasting` pages (campaigns, standing pages) do not age.

    The index holds all that counting reads, so that the rows themselves are left alone.
    """

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="search_document")
    combination = models.ForeignKey(Combination, on_delete=models.CASCADE, related_name="documents", db_index=False)
    lasting = models.BooleanField()
    date = models.DateTimeField(null=True)
    tags = models.ManyToManyField("stories.Tag", related_name="+")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["combination", "page"], name="search_document_counted")]

    def __str__(self) -> str:
        return f"page {self.page_id}"


def tagging(locale: Locale) -> Exists:
    """The condition that a tag is one of a document in this language. Names of other tags may be somebody's secret."""
    return Exists(Document.tags.through.objects.filter(tag=OuterRef("pk"), document__combination__locale=locale))


class DocumentText(models.Model):
    """What excerpts are cut from, with its marks; each name and each paragraph on a line of its own."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="text")
    names = models.TextField()
    lead = models.TextField()
    body = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.lead[:80]


class IndexState(models.Model):
    """One row: a number that grows with every change of the documents, to keep counts by."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"version {self.version}"

    @classmethod
    def changed(cls) -> None:
        """The documents are being changed: in the same transaction, make the number grow."""
        if not cls.objects.filter(pk=1).update(version=models.F("version") + 1):
            cls.objects.get_or_create(pk=1, defaults={"version": 1})

    @classmethod
    def current(cls) -> int:
        """The number; one query."""
        return cls.objects.filter(pk=1).values_list("version", flat=True).first() or 0


class Word(models.Model):
    """A folded word that stands in some document, to correct typing errors by.

    Words stay when their last document goes, until the index is rebuilt: what is corrected is looked for as any
    other question, so they tell nobody anything.
    """

    text = models.CharField(max_length=24, primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
