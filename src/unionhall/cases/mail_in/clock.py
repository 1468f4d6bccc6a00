"""Each minute, fetch what came; once a day, delete what was decided long enough ago."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from unionhall.cases.mail_in import fetching
from unionhall.cases.mail_in.models import EMPTY, Mail
from unionhall.cases.mail_in.owed import FORGET_RULE
from unionhall.cases.mail_in.own import drop_files
from unionhall.notifications.clock import each_minute
from unionhall.rulebook import rules


@each_minute("cases.fetch_mail")
def fetch_mail(until: datetime) -> None:
    """Take in what lies in the mailbox, if one is set."""
    if settings.UNIONHALL_IMAP_URL:
        fetching.fetch()


@each_minute("cases.forget_mail")
def forget_mail(until: datetime, *, since: datetime) -> None:
    """After midnight, and after downtime."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        forget(on=today)


def forget(*, on: date) -> int:
    """Empty decided mails and delete those of machines that nobody took up; how many."""
    place = settings.UNIONHALL_JURISDICTION
    days = int(rules.value(FORGET_RULE, "days", on=on, jurisdiction=place))
    before = timezone.make_aware(datetime(on.year, on.month, on.day)) - timedelta(days=days)
    decided = Mail.objects.filter(decided_at__lt=before).exclude(
        Q(from_address="") & Q(subject="") & Q(text="") & Q(message_id="")
    )
    machines = Mail.objects.automatic().filter(received_at__lt=before)
    drop_files(decided.values_list("pk", flat=True))
    drop_files(machines.values_list("pk", flat=True))
    return decided.update(**EMPTY) + machines.delete()[0]
