"""The list of evidence as pages and papers show it."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from unionhall.documents.models import Attachment
from unionhall.papers import kinds
from unionhall.papers.evidence.models import Item
from unionhall.papers.kinds import Field
from unionhall.ui.pieces.text import written

ROWS = "evidence"
FIELDS = (
    Field("place", _("the number in the list"), "1"),
    Field("name", _("what it is called"), "劳动合同"),
    Field("proves", _("what it shall prove"), "存在劳动关系"),
    Field("source", _("from whom it comes"), "申请人"),
    Field("handed_on", _("the day it was handed in"), "2026年11月20日"),
    Field("form", _("original or copy"), "复印件"),
    Field("pages", _("how many pages it has"), "3"),
    Field("sha256", _("the checksum of the file, its first sixteen signs"), "9f86d081884c7d65"),
)


def rows(subject: Model) -> list[dict[str, str]]:
    """The items of the list, in words of the language of now."""
    return [
        {
            "place": str(place),
            "name": item.name,
            "proves": item.proves,
            "source": item.source,
            "handed_on": written(item.handed_on),
            "form": item.get_form_display(),
            "pages": str(item.pages or ""),
            "sha256": item.sha256[:16],
        }
        for place, item in enumerate(Item.objects.of(subject), 1)
    ]


def open_files(subject: Model) -> list[Attachment]:
    """The files of the subject that do not stand on the list yet."""
    about = kinds.subject(subject._meta.label_lower)
    listed = set(Item.objects.of(subject).values_list("attachment", flat=True))
    files = about.files(subject) if about.files else []
    return [file for file in files if file.pk not in listed]
