"""Attaching files, and clearing away those whose act failed."""

import hashlib
import time
import unicodedata
import uuid
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.documents import content, scanning, store
from unionhall.documents.models import Attachment, Scan
from unionhall.history.actions import act

MAX_FILES = 10


@act
def attach(
    subject: models.Model, upload: UploadedFile, *, by: User | None, is_ours: bool = False
) -> Attachment:
    """Keep a checked and cleaned copy of the upload with the subject; the caller's act records it.

    It waits for the scanner, if there is one, unless we made it ourselves.
    """
    if Attachment.objects.of(subject).count() >= MAX_FILES:
        raise Refused(_("No more than %(limit)s files can be attached.") % {"limit": MAX_FILES})
    content.refuse_larger(upload.size or 0)
    clean = content.cleaned(upload.read())
    attachment = Attachment(
        uid=uuid.uuid4(),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        name=plain_name(upload.name or "", clean.ending),
        media_type=clean.media_type,
        size=len(clean.data),
        sha256=hashlib.sha256(clean.data).hexdigest(),
        has_thumbnail=bool(clean.thumbnail),
        uploaded_by=by,
        at=now(),
        scan=Scan.WAITING if scanning.is_on() and not is_ours else Scan.NONE,
    )
    store.write(attachment.uid, clean.data)
    if clean.thumbnail:
        store.write(attachment.uid, clean.thumbnail, "thumbnail")
    attachment.save(force_insert=True)
    return attachment


@act
def detach(attachment: Attachment) -> None:
    """Remove an attachment for good; its files go once the act stands."""
    uid = attachment.uid
    attachment.delete()
    transaction.on_commit(lambda: store.remove(uid))


def clear_orphans(*, older_than: float = 3600.0) -> int:
    """Delete files without an attachment, left when an act failed after its upload; returns how many.

    Younger ones (in seconds) may belong to an act that has not ended yet.
    """
    old = [(u, f) for u, f in store.files() if f.stat().st_mtime < time.time() - older_than]
    cleared = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        known = set(
            Attachment.objects.filter(uid__in={u for u, _f in some}).values_list("uid", flat=True)
        )
        for uid, file in some:
            if uid not in known or file.suffix == store.DRAFT:
                file.unlink(missing_ok=True)
                cleared += 1
    return cleared


def plain_name(name: str, ending: str) -> str:
    """A file name without path, control characters or a misleading ending, at most 120 characters."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    stem = "".join(c for c in stem if not unicodedata.category(c).startswith("C")).strip(" .")
    return (stem or _("file"))[: 120 - len(ending)] + ending
