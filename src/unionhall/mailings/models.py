"""Messages to many: what was written, to whom, and what became of it for each of them."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import ScopedQuerySet
from unionhall.core.clock import now
from unionhall.mailings import placeholders
from unionhall.mailings.kinds import KINDS, Kind
from unionhall.organisations.models import Organisation

STALLED_AFTER = timedelta(minutes=10)


class MailingQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those nobody has been sent yet."""
        return self.filter(state__in=Mailing.WAITING)


class Mailing(models.Model):
    """One message in Chinese, perhaps in English too, and how far it is."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        READY = "ready", _("waiting for your word")
        APPROVAL = "approval", _("waiting for a second officer")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("not approved")
        FAILED = "failed", _("not possible")

    AT_WORK = (State.PREPARING, State.SENDING)
    WAITING = (State.PREPARING, State.READY, State.APPROVAL)
    STOPPABLE = (*WAITING, State.SENDING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    paths = models.JSONField(default=list)  # the scope it was written in
    query = models.TextField(blank=True)  # the register's, that shows the receivers
    audience = models.CharField(max_length=300, blank=True)  # the same in words
    kind = models.CharField(max_length=20)  # see kinds.toml
    subject_zh = models.CharField(max_length=60)
    subject_en = models.CharField(max_length=100, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    problem = models.JSONField(default=dict)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    why_ended = models.CharField(max_length=300, blank=True)
    beat_at = models.DateTimeField(null=True)  # when a batch was last sent
    sent_at = models.DateTimeField(null=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="mailing_by_union")]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject_zh}"

    def get_absolute_url(self) -> str:
        return reverse("mailings:show", args=[self.pk])

    @property
    def reading_url(self) -> str:
        """Where whoever got it reads it."""
        return reverse("mailings:read", args=[self.uid])

    @property
    def facts(self) -> Kind:
        """The kind it is of."""
        return KINDS[self.kind]

    @property
    def common(self) -> dict[str, Any]:
        """What its placeholders hold for everybody."""
        return placeholders.common(self.organisation, self.on)

    @property
    def codes(self) -> list[str]:
        """The placeholders in its texts."""
        return placeholders.used(self.text_zh, self.text_en)

    @property
    def subject(self) -> str:
        """Its subject in the language of now."""
        subject = self.subject_en if _english() and self.subject_en else self.subject_zh
        return placeholders.filled(subject, self.common)

    @property
    def heading(self) -> dict[str, str]:
        """What the notice of it says, in both languages."""
        told = {"sender": self.organisation.name}
        for language, name in (("zh-hans", "subject_zh"), ("en", "subject_en")):
            with override(language):
                told[name] = placeholders.filled(getattr(self, name), self.common)
        return told

    def text_for(self, values: dict[str, Any]) -> str:
        """Its text with a receiver's values filled in, in the language of now."""
        text = self.text_en if _english() and self.text_en else self.text_zh
        return placeholders.filled(text, {**self.common, **values})

    @property
    def is_at_work(self) -> bool:
        """Whether a job is at it, so that its page renews itself."""
        return self.state in self.AT_WORK

    @property
    def is_stoppable(self) -> bool:
        return self.state in self.STOPPABLE

    @property
    def is_stalled(self) -> bool:
        """Whether its sending has not moved for so long that the worker may be gone."""
        beat = self.beat_at or self.at
        return self.state == self.State.SENDING and now() - beat > STALLED_AFTER


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Recipient(models.Model):
    """What became of a mailing for one person: the delivery log."""

    class Fate(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        OPTED_OUT = "opted_out", _("does not want this kind")
        UNREACHABLE = "unreachable", _("cannot be reached")
        CANCELLED = "cancelled", _("cancelled")

    class Why(models.TextChoices):
        NO_ACCOUNT = "no_account", _("has no account yet")
        CLOSED = "closed", _("the account is closed")
        LEFT = "left", _("no longer in your register")

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients", db_index=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="mailings")
    # No constraint: an import taken back may remove the membership meanwhile.
    spell = models.ForeignKey(
        "members.Spell", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    fate = models.CharField(max_length=12, choices=Fate, default=Fate.QUEUED)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    by_email = models.BooleanField(default=False)  # besides here in the app
    by_sms = models.BooleanField(default=False)
    values = models.JSONField(default=dict)  # what was filled in: see placeholders.py

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mailing_once_a_person", fields=["mailing", "person"])
        ]
        indexes = [models.Index(fields=["mailing", "fate", "id"], name="recipient_by_fate")]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.person_id} {self.fate}"


# Django finds an app's models from here; these stand beside their pages.
from unionhall.mailings.letters.models import LetterTemplate  # noqa: E402, F401
