"""Mails that came to the union, and what became of each."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.cases.models import Case
from unionhall.core import keyring
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation

PURPOSE = "mail in"


class MailState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", pgettext_lazy("mail", "To be looked at")
    ATTACHED = "attached", pgettext_lazy("mail", "Put to a request")
    MADE_REQUEST = "made_request", pgettext_lazy("mail", "Became a request")
    ANSWERED = "answered", pgettext_lazy("mail", "Answered")
    SPAM = "spam", pgettext_lazy("mail", "Spam")


MAIL_TONES = {
    MailState.WAITING: "waiting",
    MailState.ATTACHED: "good",
    MailState.MADE_REQUEST: "active",
    MailState.ANSWERED: "good",
    MailState.SPAM: "quiet",
}


class MailQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those of people, which somebody still has to look at."""
        return self.filter(state=MailState.WAITING, is_automatic=False)

    def automatic(self):
        """Those of machines and lists with which nobody has done anything; the clock deletes them."""
        return self.filter(state=MailState.WAITING, is_automatic=True)

    def decided(self):
        """Those an officer has dealt with; what went to its request by itself is read there only."""
        return self.exclude(state=MailState.WAITING).exclude(decided_by=None)

    def readable(self, held: Scope, restricted: Scope):
        """Those in `held`; those about something restricted only where the reader reads such as well."""
        shown = Q(is_restricted=False)
        if restricted:
            shown |= restricted.q("organisation")
        return self.within(held).filter(shown)

    def at_the_desk(self):
        """Those an officer may come to see at all."""
        return self.exclude(state=MailState.ATTACHED, decided_by=None)


class Mail(models.Model):
    """One mail as it was read; its bytes lie sealed beside it until it is decided."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of Message-ID and sender: the same mail over two ways is one.
    digest = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mails", verbose_name=_("received at")
    )
    received_at = models.DateTimeField(_("received"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    message_id = models.CharField(max_length=255, blank=True)
    from_address = models.CharField(_("sender"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(blank=True)
    raw = models.BinaryField(default=bytes)
    left_out = models.JSONField(default=list)  # names of files that cannot be attached, and why
    is_automatic = models.BooleanField(default=False)
    is_cut = models.BooleanField(default=False)
    # From whoever has a restricted request to which it could not be put: not for every office at the desk.
    is_restricted = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=MailState, default=MailState.WAITING
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="mails")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="mails")
    answer = models.TextField(_("answer"), blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_decided_at_a_moment",
                condition=Q(state="waiting") | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mail_of_a_request_has_it",
                condition=~Q(state__in=["attached", "made_request"]) | Q(case__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at", "id"], name="mail_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["from_address", "acknowledged_at"], name="mail_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("mail:mail", args=[self.uid])

    @property
    def title(self) -> str:
        """Its subject, or that it has none."""
        return self.subject or str(_("(no subject)"))

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return MAIL_TONES[MailState(self.state)]

    @property
    def received_on(self):
        """The day it came."""
        return timezone.localdate(self.received_at)

    @property
    def chain(self) -> str:
        return self.organisation.chain

    @property
    def source(self) -> bytes:
        """Its bytes; none once it is decided."""
        if not self.raw:
            return b""
        return keyring.decrypt(PURPOSE, self.raw, context=self.digest.encode())

    def keep_source(self, raw: bytes) -> None:
        """Seal its bytes; the caller saves the row."""
        self.raw = keyring.encrypt(PURPOSE, raw, context=self.digest.encode())


# What is left of a mail whose words are deleted.
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("message_id", "from_address", "subject", "text", "quoted"), ""),
    "answer": "",
    "reason": "",
    "raw": b"",
    "left_out": [],
}


def reseal() -> int:
    """Seal under the key that seals now what is sealed under an older one; how many."""
    old = [
        row
        for row in Mail.objects.exclude(raw=b"").only("raw", "digest").iterator(chunk_size=20)
        if keyring.sealed_with(row.raw) != keyring.active()
    ]
    for row in old:
        before = bytes(row.raw)
        row.keep_source(row.source)
        # Decided meanwhile, it stays without.
        Mail.objects.filter(pk=row.pk, raw=before).update(raw=row.raw)
    return len(old)


keyring.on_rotate("cases.mail", reseal)
