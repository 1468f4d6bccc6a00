"""Messages to people, what each wants to be told where, and the rows workers agree by."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.notifications.kinds import kind_of


class MessageQuerySet(models.QuerySet):
    def in_app(self):
        return self.filter(channel=Message.Channel.IN_APP)

    def unread(self):
        return self.in_app().filter(read_at=None)

    def waiting(self):
        return self.filter(state__in=[Message.State.QUEUED, Message.State.FAILED])

    def deliverable(self, *, now):
        """Outgoing ones that nobody is sending and whose time has come."""
        return self.waiting().filter(next_attempt_at__lte=now)

    def dead(self):
        return self.filter(state=Message.State.DEAD)


class Message(models.Model):
    """One notice to one person over one channel; the outbox and the in-app list are these rows."""

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("here")
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")
        CHAT = "chat", _("chat")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")
        DEAD = "dead", _("given up")

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    template = models.CharField(max_length=60)  # "cases/accepted"
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    url = models.CharField(max_length=200)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=6, choices=State)
    created_at = models.DateTimeField()
    # Outgoing only. Also the lease: while somebody is sending, it lies a few minutes ahead.
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)  # class and code, never an address
    lease = models.CharField(max_length=32, blank=True)  # whose sending it is
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["receiver", "-id"], name="message_list", condition=Q(channel="in_app")
            ),
            models.Index(
                fields=["receiver"],
                name="message_unread",
                condition=Q(channel="in_app", read_at__isnull=True),
            ),
            models.Index(
                fields=["next_attempt_at"],
                name="message_deliverable",
                condition=Q(state__in=["queued", "failed"]),
            ),
            models.Index(fields=["id"], name="message_dead", condition=Q(state="dead")),
        ]
        constraints = [
            models.CheckConstraint(
                name="waiting_message_has_next_attempt",
                condition=~Q(state__in=["queued", "failed"]) | Q(next_attempt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.channel} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:open", args=[self.pk])

    @property
    def kind(self) -> str:
        """What it is about, as preferences group it."""
        return kind_of(self.template)


class Preference(models.Model):
    """Whether a person wants one kind of notice over one outgoing channel.

    Of the kinds that may be declined (see kinds.py) also whether they want it at all: "in_app".
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=6, choices=Message.Channel)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once"),
            models.CheckConstraint(
                name="only_sub_kinds_are_declined",
                condition=Q(channel__in=["email", "sms", "chat"]) | Q(kind__contains="/"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.channel} {self.wanted}"


class ChatAddress(models.Model):
    """Where somebody's notices also go: an address of a chat service, sealed (see addresses.py)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    sealed = models.BinaryField()
    shown = models.CharField(max_length=60)  # enough to know it again
    changed_at = models.DateTimeField()
    error = models.CharField(max_length=80, blank=True)  # of the last attempt, by its class

    class Meta:
        verbose_name_plural = "chat addresses"

    def __str__(self) -> str:
        return f"{self.user_id} {self.shown}"


class GroupAlertQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state__in=[Message.State.QUEUED, Message.State.FAILED])

    def dead(self):
        return self.filter(state=Message.State.DEAD)


class GroupAlert(models.Model):
    """How many things wait at a desk, to be said in its group chat."""

    State = Message.State

    place = models.CharField(max_length=40)  # the code of an organisation
    template = models.CharField(max_length=60)  # "cases/at_the_desk"
    url = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=6, choices=Message.State, default=Message.State.QUEUED)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)  # also the lease, as of messages
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = GroupAlertQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="alert_deliverable",
                condition=Q(state__in=["queued", "failed"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.template} {self.state}"


class Worker(models.Model):
    """A running worker process and when it last gave a sign of life."""

    id = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Tick(models.Model):
    """How far one function of the clock has come, and who is running it."""

    name = models.CharField(max_length=60, primary_key=True)
    last_run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.last_run_at}"
