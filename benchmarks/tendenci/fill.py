"""Set up Tendenci, fill it and take sheets in; run by the Python that has it. Each word prints JSON on its last line.

fill.py build            its tables, its settings and its default contents, an administrator and an officer
fill.py members < lines  members in bulk: number, family name, given name, e-mail, telephone, parted by tabs
fill.py upload SHEET     the sheet through its upload form
fill.py preview IMPORT   all its preview pages, one after another
fill.py told IMPORT      what the import came to
"""

import json
import os
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

import django
import tendenci

# Its themes are looked for in the project, already while it starts.
for theme in ("juniper", "t7-base"):
    link = Path(os.environ["TENDENCI_PROJECT_ROOT"], "themes", theme)
    if not link.exists():
        link.symlink_to(Path(tendenci.__file__).parent / "themes" / theme)

django.setup()

from django.core.management import call_command  # noqa: E402

BATCH = 1000
ADMINISTRATOR, OFFICER = "benchmark-admin", "benchmark-officer"


def build() -> None:
    """As its guide sets a site up, its fixtures as its own command loads them."""
    from django.db import connection

    if "site_settings_setting" not in connection.introspection.table_names():
        call_command("initial_migrate", verbosity=0)
    call_command("update_settings", verbosity=0)
    call_command("populate_default_entity", verbosity=0)
    call_command("load_tendenci_defaults", verbosity=0)
    people()


def people() -> None:
    """Its import asks for an administrator; a search, for one who may see the profiles."""
    from django.contrib.auth.models import Permission, User
    from tendenci.apps.profiles.models import Profile

    for name, may_all in ((ADMINISTRATOR, True), (OFFICER, False)):
        user = User.objects.create_user(name, f"{name}@example.org", is_staff=True)
        user.is_superuser = may_all
        user.save()
        Profile.objects.create_profile(user=user)
        if not may_all:
            right = Permission.objects.get(
                codename="view_profile", content_type__app_label="profiles"
            )
            user.user_permissions.add(right)
    print(
        json.dumps(
            {
                "administrator": User.objects.get(username=ADMINISTRATOR).pk,
                "cookie": session(User.objects.get(username=OFFICER)),
            }
        )
    )


def session(user) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def members() -> None:
    """A user, a profile, a membership and its group for each, as an import leaves them."""
    from django.db import connection
    from tendenci.apps.memberships.models import (
        MembershipApp,
        MembershipDefault,
        MembershipType,
    )

    kind = MembershipType.objects.order_by("pk")[0]
    form = MembershipApp.objects.order_by("pk")[0]
    rows = [line.rstrip("\n").split("\t") for line in sys.stdin if line.strip()]
    for start in range(0, len(rows), BATCH):
        write(rows[start : start + BATCH], kind, form)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps({"memberships": MembershipDefault.objects.count()}))


def write(rows: list[list[str]], kind, form) -> None:
    from django.contrib.auth.models import User
    from django.utils import timezone
    from tendenci.apps.memberships.models import MembershipDefault
    from tendenci.apps.profiles.models import Profile
    from tendenci.apps.user_groups.models import GroupMembership

    now, boss = timezone.now(), User.objects.get(username=ADMINISTRATOR)
    whose = {
        "creator_id": boss.pk,
        "creator_username": boss.username,
        "owner_id": boss.pk,
        "owner_username": boss.username,
    }
    users = User.objects.bulk_create(
        User(username=mail, email=mail, first_name=given, last_name=family, password="!")
        for _number, family, given, mail, _phone in rows
    )
    both = list(zip(users, rows, strict=True))
    Profile.objects.bulk_create(
        Profile(
            user=user,
            guid=str(uuid.uuid4()),
            phone=phone,
            member_number=number,
            entity_id=1,
            **whose,
        )
        for user, (number, *_names, phone) in both
    )
    MembershipDefault.objects.bulk_create(
        MembershipDefault(
            user=user,
            guid=str(uuid.uuid4()),
            member_number=row[0],
            membership_type=kind,
            app=form,
            entity_id=1,
            join_dt=now,
            expire_dt=now + timedelta(days=365),
            application_approved=True,
            application_approved_dt=now,
            status_detail="active",
            **whose,
        )
        for user, row in both
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=kind.group, member=user, **whose) for user in users
    )


def upload(path: str) -> None:
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tendenci.apps.memberships.forms import MembershipDefaultUploadForm

    sheet = Path(path)
    form = MembershipDefaultUploadForm(
        {"key": "email/member_number/fn_ln_phone", "override": "0", "interactive": "1"},
        {"upload_file": SimpleUploadedFile(sheet.name, sheet.read_bytes(), "text/csv")},
    )
    if not form.is_valid():
        sys.exit(form.errors.as_json())
    taken = form.save(commit=False)
    taken.creator = User.objects.get(username=ADMINISTRATOR)
    taken.save()
    print(json.dumps({"id": taken.pk}))


def preview(number: int) -> None:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse
    from tendenci.apps.memberships.models import MembershipImportData

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=ADMINISTRATOR))
    address = reverse("memberships.default_import_preview", args=[number])
    rows = MembershipImportData.objects.filter(mimport=number).count()
    pages = -(-rows // 10)
    wall, cpu = time.perf_counter(), time.process_time()
    for page in range(1, pages + 1):
        answer = client.get(address, {"page": page})
        if answer.status_code != 200 or answer.content.count(b"@") < min(10, rows - 10 * page + 10):
            sys.exit(f"preview page {page}: {answer.status_code}")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"pages": pages, "rows": rows, "wall": wall, "cpu": cpu}))


def told(number: int) -> None:
    from tendenci.apps.memberships.models import MembershipDefault, MembershipImport

    found = MembershipImport.objects.get(pk=number)
    print(
        json.dumps(
            {
                "status": found.status,
                "summary": found.summary,
                "memberships": MembershipDefault.objects.count(),
            }
        )
    )


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    {"build": build, "members": members, "upload": upload, "preview": preview, "told": told}[word](
        *(int(text) if text.isdigit() else text for text in rest)
    )
