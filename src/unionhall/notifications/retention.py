"""What need not be kept: finished jobs, and outgoing messages long sent."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from unionhall.notifications.clock import each_minute
from unionhall.notifications.models import GroupAlert, Message

JOBS, SENT = timedelta(days=14), timedelta(days=30)


@each_minute("notifications.forget")
def forget(until: datetime, *, since: datetime) -> None:
    """Once a day, delete what is too old; notices in the app stay."""
    if timezone.localdate(since) == timezone.localdate(until):
        return
    DBTaskResult.objects.finished().filter(finished_at__lt=until - JOBS).delete()
    sent = Message.objects.filter(state=Message.State.SENT, sent_at__lt=until - SENT)
    sent.exclude(channel=Message.Channel.IN_APP).delete()
    GroupAlert.objects.filter(state=GroupAlert.State.SENT, sent_at__lt=until - SENT).delete()
