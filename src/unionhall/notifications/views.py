"""A person's notices, what they want to be told, and what could not be delivered."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.paging import keyset
from unionhall.core.web import explain_refusal, marked
from unionhall.notifications import actions, addresses, chat, groups
from unionhall.notifications.forms import ChatForm, WantedForm
from unionhall.notifications.guards import needs
from unionhall.notifications.kinds import label
from unionhall.notifications.models import ChatAddress, GroupAlert, Message
from unionhall.notifications.rendering import shown


def own(view):
    """Let in whoever is signed in, to notices of their own."""
    return marked(login_required(view), own=True)


@own
def index(request):
    """The reader's notices, the latest first."""
    mine = Message.objects.in_app().filter(receiver=request.user)
    page = keyset(mine, ("-pk",), request.GET.get("at", ""), size=30)
    notices = [(message, shown(message), label(message.kind)) for message in page]
    return render(request, "notifications/index.html", {"page": page, "notices": notices})


@own
def open_notice(request, pk: int):
    """Mark the notice as read and go to what it is about."""
    message = get_object_or_404(Message, pk=pk, receiver=request.user)
    actions.read(message, by=request.user)
    return redirect(message.url)


@require_POST
@own
def read_all(request):
    actions.read_all(by=request.user)
    return redirect("notifications:index")


@own
def wanted(request):
    """Over which channels the reader wants which notices."""
    form = WantedForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose(form.wanted(), by=request.user, on=today())
        messages.success(request, _("Saved."))
        return redirect("notifications:wanted")
    context = {"form": form, "may_chat": chat.is_on()}
    return render(request, "notifications/wanted.html", context)


@never_cache
@own
def give_chat_address(request):
    """The chat to which the reader's notices also go, and how the last of them fared."""
    form = ChatForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                addresses.give_chat_address(
                    form.cleaned_data["address"], by=request.user, on=today()
                )
            except Refused as refused:
                refusal, status = refused, 409
            else:
                messages.success(request, _("Saved."))
                return redirect("notifications:give_chat_address")
    context = {
        "form": form,
        "refusal": refusal,
        "given": ChatAddress.objects.filter(user=request.user).first(),
        "may_chat": chat.is_on(),
        "kinds": [f"{scheme}://" for scheme in settings.UNIONHALL_CHAT_SCHEMES],
    }
    return render(request, "notifications/chat.html", context, status=status)


@require_POST
@own
def remove_chat_address(request):
    addresses.remove_chat_address(by=request.user, on=today())
    messages.success(request, _("Nothing is sent to your chat any longer."))
    return redirect("notifications:give_chat_address")


@needs("notifications.view_dead_letters")
def dead_letters(request):
    """What was given up after many attempts; neither receiver nor subject is shown."""
    page = keyset(Message.objects.dead(), ("-pk",), request.GET.get("at", ""))
    alerts = GroupAlert.objects.dead().order_by("-pk")[:50]
    return render(request, "notifications/dead_letters.html", {"page": page, "alerts": alerts})


@require_POST
@needs("notifications.view_dead_letters")
def requeue_alert(request, pk: int):
    with explain_refusal(request):
        row = get_object_or_404(GroupAlert, pk=pk)
        groups.requeue_alert(row, by=request.user, on=today())
        messages.success(request, _("It will be sent again within a minute."))
    return redirect("notifications:dead_letters")


@require_POST
@needs("notifications.view_dead_letters")
def requeue(request, pk: int):
    with explain_refusal(request):
        actions.requeue(get_object_or_404(Message, pk=pk), by=request.user, on=today())
        messages.success(request, _("It will be sent again within a minute."))
    return redirect("notifications:dead_letters")
