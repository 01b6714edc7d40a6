"""Unmanaged models over the contract's views. Reads go to the alias `tracking`; writing to them is an error.

Nothing in the request path may import this module: pages read the stored snapshot (decision 3).
"""

from django.db import models

from campaigns.tracking import contract


class CountedQuerySet(models.QuerySet["SubmissionFact"]):
    """Verbs for facts."""

    def counted(self) -> "CountedQuerySet":
        """The default measure: registered, and neither rejected nor deleted."""
        return self.filter(deleted_at=None).exclude(status="rejected")


class Contract(models.Model):
    """What the database says of itself: exactly one row."""

    version = models.IntegerField(primary_key=True)
    time_zone = models.TextField()
    backfill_until = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = contract.CONTRACT.table


class Unit(models.Model):
    """A union as the registration software knows it; `parent_code` is empty at the first level."""

    code = models.TextField(primary_key=True)
    parent_code = models.TextField(null=True)
    name = models.TextField()
    short_name = models.TextField()
    kind = models.TextField()
    cluster_code = models.TextField(null=True)
    cluster_name = models.TextField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor_code = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = contract.UNIT.table

    def __str__(self) -> str:
        return self.name


class Field(models.Model):
    """A field of work, such as education."""

    code = models.TextField(primary_key=True)
    name = models.TextField()

    class Meta:
        managed = False
        db_table = contract.FIELD.table

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What a unit shall register in a campaign."""

    pk = models.CompositePrimaryKey("campaign_code", "unit_code", "kind")
    campaign_code = models.TextField()
    unit_code = models.TextField()
    kind = models.TextField()
    amount = models.IntegerField()

    class Meta:
        managed = False
        db_table = contract.TARGET.table


class SubmissionFact(models.Model):
    """One registered initiative, without a person or a title."""

    id = models.BigIntegerField(primary_key=True)
    unit_code = models.TextField()
    field_code = models.TextField(null=True)
    status = models.TextField()
    registered_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = CountedQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = contract.SUBMISSION_FACT.table


class FeaturedFact(models.Model):
    """An initiative that its owner cleared for publicity. `restricted`: only title, effect and award may be shown."""

    code = models.TextField(primary_key=True)
    title = models.TextField()
    unit_code = models.TextField()
    field_code = models.TextField(null=True)
    kind = models.TextField()
    author_names = models.TextField()
    author_jobs = models.TextField()
    summary = models.TextField()
    benefit_vnd = models.BigIntegerField(null=True)
    benefit_note = models.TextField(null=True)
    recognised_on = models.DateField(null=True)
    recognition_ref = models.TextField(null=True)
    restricted = models.BooleanField()

    class Meta:
        managed = False
        db_table = contract.FEATURED_FACT.table

    def __str__(self) -> str:
        return self.title
