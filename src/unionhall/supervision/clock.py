"""What time does to letters: a day without an answer is noted, and stays noted."""

from datetime import datetime

from django.dispatch import receiver
from django.utils import timezone

from unionhall.duties.signals import due_changed
from unionhall.notifications.clock import each_minute
from unionhall.supervision import letters
from unionhall.supervision.models import Letter


@each_minute("supervision.note_missed")
def note_missed(until: datetime) -> None:
    """Note each letter whose last day for an answer went by."""
    today = timezone.localdate(until)
    silent = Letter.objects.unanswered().filter(missed_on=None, due_on__lt=today)
    for letter in silent.select_related("matter__organisation", "matter__employer", "union"):
        letters.miss(letter, by=None, on=today)


@receiver(due_changed)
def keep_date(sender, duty, **more) -> None:
    """A date that was reckoned anew stands on the letter too."""
    if duty.subject_type == "supervision.letter" and duty.is_open:
        Letter.objects.filter(pk=duty.subject_id, missed_on=None).update(due_on=duty.due_on)
