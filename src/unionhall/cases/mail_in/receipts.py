"""What goes back to whoever wrote, and where mails come to lie."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.accounts.sending import send_mail
from unionhall.cases import routing
from unionhall.cases.mail_in.models import Mail
from unionhall.core import clock
from unionhall.organisations.models import Organisation

# Two programs that answer each other stop here, whatever they leave out of their headers.
MOST_A_DAY = 5


def desk(code: str = "") -> Organisation:
    """The union at whose desk a mail is looked at: of that code, or as set, else the top of the federation."""
    open_ones = Organisation.objects.open()
    if code := code or settings.UNIONHALL_MAIL_UNION:
        found = open_ones.filter(code=code).first()
    else:
        found = open_ones.filter(parent=None).order_by("pk").first()
    if found is None:
        raise ImproperlyConfigured(f"There is no open union {code}.")
    return found


def acknowledge(mail: Mail) -> None:
    """Say once that it came: the same words whatever becomes of it, and nothing to a machine."""
    if mail.is_automatic or not mail.from_address:
        return
    now = clock.now()
    told = Mail.objects.filter(
        from_address=mail.from_address, acknowledged_at__gt=now - timedelta(days=1)
    )
    if told.count() >= MOST_A_DAY:
        return
    Mail.objects.filter(pk=mail.pk).update(acknowledged_at=now)
    mail.acknowledged_at = now
    subject, body = [], []
    for language, _name in settings.LANGUAGES:
        with override(language):
            subject.append(_("The union has your mail"))
            body.append(
                _(
                    "Your mail has come. Somebody of the union looks at it by the next working day. "
                    "Please do not answer this message; your requests and the union's answers stand "
                    "on your own pages: %(url)s"
                )
                % {"url": settings.BASE_URL}
            )
            body += _missing(mail)
    send_mail(
        mail.from_address,
        " / ".join(subject),
        "\n\n".join(body),
        headers={"Auto-Submitted": "auto-replied", **_threading(mail)},
    )


def _missing(mail: Mail) -> list[str]:
    """What of it could not be taken."""
    told = []
    if mail.left_out:
        told.append(
            _(
                "Some of its files could not be taken. Photos, PDF, Word (.docx) and Excel (.xlsx) "
                "can be sent, ten at most, each of up to 20 MB."
            )
        )
    if mail.is_cut:
        told.append(_("It was too long: only its beginning was taken. Please send the rest apart."))
    return told


def send_answer(mail: Mail, text: str, *, by: User, on: date) -> None:
    """Queue an officer's answer, signed with name and office."""
    signature = routing.signature(by, mail.organisation, on=on)
    headers = _threading(mail)
    if settings.UNIONHALL_MAIL_ADDRESS:
        headers["Reply-To"] = settings.UNIONHALL_MAIL_ADDRESS
    send_mail(
        mail.from_address,
        _("Re: %(subject)s") % {"subject": mail.title},
        f"{text}\n\n{signature}",
        headers=headers,
    )


def _threading(mail: Mail) -> dict[str, str]:
    names = ("In-Reply-To", "References") if mail.message_id else ()
    return dict.fromkeys(names, mail.message_id)
