"""Exports made by a worker; it looks first whether one still has to be made."""

from contextlib import suppress

from django.conf import settings
from django.utils import translation

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.jobs import job
from unionhall.exchange.exports import making
from unionhall.exchange.exports.models import Export


@job()
def make(export_id: int) -> None:
    """Make one export, in the language of whoever asked."""
    export = Export.objects.select_related("by").get(pk=export_id)
    if not export.is_waiting:
        return
    language = (export.by and export.by.language) or settings.LANGUAGE_CODE
    with translation.override(language), suppress(Refused):  # its page says why
        making.make(export, by=export.by, on=today())
