"""The page from which a person takes their data along."""

import json

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from unionhall.access.scope import own
from unionhall.core.clock import today
from unionhall.members.erasure.forms import AskErasureForm
from unionhall.members.models import Person
from unionhall.members.takeout import actions, paper
from unionhall.members.takeout.parts import parts

JSON, PDF = "json", "pdf"


@never_cache
@own
def take_out(request):
    """What there is, and the file: JSON for programs, PDF to read."""
    person = get_object_or_404(Person, user=request.user)
    wanted = request.POST.get("as", "")
    if request.method != "POST" or wanted not in (JSON, PDF):
        context = {
            "parts": parts(),
            "erasure": person.erasures.order_by("-pk").first(),
            "is_member": any(
                spell.until_on is None or spell.until_on > today() for spell in person.memberships
            ),
            "form": AskErasureForm(),
        }
        return render(request, "members/takeout/page.html", context)
    found = actions.take_out(person, by=request.user, on=today())
    if wanted == JSON:
        text = json.dumps(actions.as_json(found), ensure_ascii=False, indent=1)
        content, kind = text.encode(), "application/json"
    else:
        content, kind = paper.pdf(found, name=person.name, on=today()), "application/pdf"
    name = f"my-data-{today().isoformat()}.{wanted}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
