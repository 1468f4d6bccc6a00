"""A new number or address to sign in with: typed, proved by a code, and told to the old one."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from unionhall.accounts import codes
from unionhall.accounts.codes import Answer
from unionhall.accounts.forms import NewEmailForm, NewPhoneForm, TypedCodeForm
from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User
from unionhall.accounts.sending import send_mail, send_text

KEY = "new_contact"


@login_required
@reauthentication_required(app="allauth.account")
def change_phone(request):
    """Ask for a new number."""
    return asked(request, NewPhoneForm(request.POST or None), "account/phone.html")


@login_required
@reauthentication_required(app="allauth.account")
def change_email(request):
    """Ask for a new address, or do without one."""
    if "remove" in request.POST and request.user.phone:
        with transaction.atomic():
            if User.objects.filter(pk=request.user.pk).exclude(email="").update(email=""):
                tell(request.user, "email_removed", by=request.user)
        messages.success(request, _("The address is no longer used."))
        return redirect("account_home")
    return asked(request, NewEmailForm(request.POST or None), "account/email.html")


def asked(request, form, template):
    """Send a code to what was typed, and go on to where it is asked for."""
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        if contact in (request.user.phone, request.user.email):
            form.add_error("contact", _("With this one you sign in already."))
        elif not ratelimit.consume(request, action="change_contact", key=contact):
            form.add_error("contact", get_adapter().validation_error("too_many_codes"))
        else:
            request.session[KEY] = contact
            codes.begin(request.session, contact)
            return redirect("account_confirm_contact")
    return render(request, template, {"form": form})


@login_required
def confirm(request):
    """Take the code; who has it may know that another account uses the number."""
    contact = request.session.get(KEY)
    if not contact:
        return redirect("account_home")
    form = TypedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = codes.check(request.session, contact, form.cleaned_data["code"])
        if answer is Answer.WRONG:
            form.add_error("code", get_adapter().validation_error("incorrect_code"))
        else:
            del request.session[KEY]
            finish(request, contact, answer)
            return redirect("account_home")
    return render(request, "account/contact_code.html", {"form": form, "contact": contact})


def finish(request, contact: str, answer: Answer) -> None:
    """Change the account if the code was right and nobody else has the contact, and say what happened."""
    field = "email" if "@" in contact else "phone"
    if answer is Answer.OVER:
        messages.error(request, _("The code no longer counts. Please start again."))
    elif User.objects.filter(**{field: contact}).exists():
        messages.error(request, _("Another account already uses it. Nothing was changed."))
    else:
        old = getattr(request.user, field)
        setattr(request.user, field, contact)
        if field == "phone":
            request.user.phone_verified = True
        with transaction.atomic():
            request.user.save(update_fields=[field, "phone_verified"])
            tell(request.user, f"{field}_changed", by=request.user)
        warn(old)
        messages.success(request, _("From now on you sign in with %s.") % contact)


def warn(old: str | None) -> None:
    """Warn whoever still holds the old number or address."""
    text = _("Your union account now has another contact. Was it not you? Ask your union at once.")
    if old and "@" in old:
        send_mail(old, _("Your union account has changed"), text)
    elif old:
        send_text(old, text, template="contact_changed")
