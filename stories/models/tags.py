"""Tags of stories and initiatives: one list of words for both, each written once."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.search import index

from vietnamese.slugs import slugify
from vietnamese.syllables import is_vietnamese
from vietnamese.text import nfc

SLUG_LENGTH = 90
"""Characters of a slug that is made of a name, which leaves room for a number that makes it unique."""


def tag_name(text: str) -> str:
    """The name as it is stored: NFC, runs of white space as one space."""
    return " ".join(nfc(text).split())


def tag_key(text: str) -> str:
    """What is equal for two spellings of one tag: "AN TOÀN" and "an toàn", but not "an toan"."""
    return nfc(tag_name(text).casefold())


class Tag(index.Indexed, TagBase):
    """A word that stories and initiatives are found by. Its address follows its name; older addresses lead to it."""

    name: str
    key = models.CharField(max_length=300, unique=True, editable=False)
    slug = models.SlugField(pgettext_lazy("of a tag", "address"), max_length=100, unique=True, editable=False)

    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("name")]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it under its normal name; where the slug changes with it, the old one is remembered."""
        self.name = tag_name(self.name)
        self.key = tag_key(self.name)
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if not self.slug or (stored is not None and stored.key != self.key):
            self.slug = self._free_slug()
        super().save(*args, **kwargs)
        FormerSlug.objects.filter(slug=self.slug).delete()
        if stored is not None and stored.slug != self.slug:
            FormerSlug.objects.create(slug=stored.slug, tag=self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.key = tag_name(self.name), tag_key(self.name)
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if type(self).objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is such a tag already. To make one of two, merge them.")})

    @property
    def language(self) -> str:
        """Vietnamese where its name is spelled so, else empty: pages in all languages share the tags, none says."""
        return "vi" if is_vietnamese(self.name) else ""

    def _free_slug(self) -> str:
        """A slug of the name that is no other tag's, nor leads to another."""
        base = slugify(self.name, max_length=SLUG_LENGTH) or "the"
        others = set(Tag.objects.exclude(pk=self.pk).filter(slug__startswith=base).values_list("slug", flat=True))
        others |= set(
            FormerSlug.objects.exclude(tag=self.pk).filter(slug__startswith=base).values_list("slug", flat=True)
        )
        candidates = (f"{base}-{number}" if number > 1 else base for number in range(1, len(others) + 2))
        return next(slug for slug in candidates if slug not in others)


class FormerSlug(models.Model):
    """A slug under which a tag was found before it was renamed or merged: such addresses still lead to it."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class _PageTags(_ClusterTaggableManager):
    """Finds tags by key and not by name, so that another spelling of one makes no second."""

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> list[Tag]:
        found: dict[str, Tag] = {}
        for given in tags:
            if isinstance(given, Tag):
                found.setdefault(given.key, given)
            elif key := tag_key(given):
                found.setdefault(key, Tag.objects.get_or_create(key=key, defaults={"name": given})[0])
        return list(found.values())


class PageTagsField(ClusterTaggableManager):
    """The tags of a page."""

    def __get__(self, instance: Any, model: Any) -> _PageTags:
        return _PageTags(through=self.through, model=model, instance=instance, prefetch_cache_name=self.name)


class StoryTag(ItemBase):
    """A tag on a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_stories")
    content_object = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class InitiativeTag(ItemBase):
    """A tag on an initiative."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_initiatives")
    content_object = ParentalKey("stories.InitiativePage", on_delete=models.CASCADE, related_name="tagged_items")
