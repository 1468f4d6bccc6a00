"""The rows of the history: entries in chains, the chains' heads, and the keys of persons' facts."""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q

from unionhall.history.triggers import append_only, grow_only


@append_only
class Entry(models.Model):
    """One thing that was done or read; it is written once and never altered."""

    chain = models.CharField(max_length=80)  # "organisation:12"
    number = models.BigIntegerField()  # 1, 2, 3, … within the chain
    verb = models.CharField(max_length=60)  # "cases.accepted"
    subject_type = models.CharField(max_length=60)  # "cases.case"
    subject_id = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200, blank=True)  # office of the actor, as then shown
    at = models.DateTimeField()
    on = models.DateField()
    is_read = models.BooleanField(default=False)
    person = models.CharField(max_length=64, blank=True)  # name of the key of whom it concerns
    # Text, not JSON: the hash covers these very characters, which a JSON column would rewrite.
    facts_text = models.TextField(db_column="facts")
    sealed = models.BinaryField(null=True, db_column="personal")
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="history_one_entry_per_number")
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="history_trail"),
            models.Index(
                fields=["person", "at"],
                name="history_reads",
                condition=Q(is_read=True) & ~Q(person=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.verb}"

    @cached_property
    def facts(self) -> dict:
        """What happened, without personal data."""
        return json.loads(self.facts_text)

    @cached_property
    def personal(self) -> dict | None:
        """What happened to the person; None once that person's key was destroyed."""
        from unionhall.history.personal import open_facts

        open_facts([self])
        return self.personal

    @property
    def is_erased(self) -> bool:
        """Its personal facts can no longer be read."""
        return self.personal is None

    @property
    def actor(self) -> str:
        """Who did it, as shown: the office of that time, else the account's present name."""
        return self.by_label or (str(self.by) if self.by_id else "")


@grow_only
class ChainHead(models.Model):
    """How long a chain is and the hash it ends with; locked by whoever writes to it."""

    chain = models.CharField(max_length=80, primary_key=True)
    length = models.BigIntegerField()
    head = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain} {self.length}"


class PersonKey(models.Model):
    """The key of one person's facts in the history, itself sealed; empty once it was destroyed."""

    name = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
