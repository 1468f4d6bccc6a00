"""From an empty database to a working union, by commands alone."""

import io
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.history.queries import trail
from unionhall.organisations.models import Coverage, Employer, Mandate, Organisation
from unionhall.rulebook import rules

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


def run(name, *args):
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def add(kind, code, name, *more):
    return run("organisations_add", "--kind", kind, "--code", code, "--name", name, *more)


def admin(*more, monkeypatch, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return run(
        "administrator_add", "--username", "admin", "--name", "管理员", "--password-stdin", *more
    )


@pytest.fixture
def root():
    add("county", "330106", "西湖区总工会")
    return Organisation.objects.get()


def test_from_empty_to_a_working_union(monkeypatch):
    add("enterprise_union", "W", "机械厂工会")
    add("group", "G", "一组", "--parent", "W", "--short-name", "一组")
    told = admin("--phone", "13800138000", "--json", monkeypatch=monkeypatch)
    assert json.loads(told) == {
        "username": "admin",
        "organisation": "W",
        "from_on": str(today()),
    }
    user = User.objects.get()
    assert (user.name, user.phone, user.check_password(PASSWORD)) == ("管理员", "13800138000", True)
    assert [(m.office, m.organisation.code) for m in user.mandates.all()] == [
        ("administrator", "W")
    ]
    assert run("organisations_list") == "W 机械厂工会\n  G 一组\n"


def test_nothing_can_be_older_than_what_it_hangs_below(root):
    with pytest.raises(CommandError):
        add("enterprise_union", "U1", "甲厂工会", "--parent", "330106", "--on", "2026-03-02")


def test_add_answers_as_json_and_as_lines():
    told = json.loads(add("county", "D", "西湖区总工会", "--on", "2026-03-02", "--json"))
    assert told == {
        "code": "D",
        "name": "西湖区总工会",
        "kind": "county",
        "parent": None,
        "opened_on": "2026-03-02",
        "closed_on": None,
    }
    lines = add("enterprise_union", "U1", "甲厂工会", "--parent", "D").splitlines()
    assert lines[:4] == ["code: U1", "name: 甲厂工会", "kind: enterprise_union", "parent: D"]


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("county", "X", "x", "--parent", "NOWHERE"), "NOWHERE"),
        (("province", "X", "x", "--parent", "330106"), "西湖区总工会"),
        (("township", "330106", "x", "--parent", "330106"), "330106"),
        (("township", "X", "x", "--parent", "330106", "--division", "99"), "99"),
        (("township", "X", "x", "--parent", "330106", "--by", "nobody"), "nobody"),
        (("castle", "X", "x"), "castle"),
    ],
)
def test_add_is_refused_with_a_reason(root, args, named):
    with pytest.raises(CommandError, match=named):
        add(*args)
    assert Organisation.objects.count() == 1


def test_rename_move_close_and_list(root, person):
    person("he", name="何秘书", phone="13800138001")
    add("township", "S1", "北山街道总工会", "--parent", "330106")
    add("township", "S2", "西溪街道总工会", "--parent", "330106")
    add("enterprise_union", "U1", "甲厂工会", "--parent", "S1")
    run("organisations_rename", "U1", "--name", "甲公司工会", "--by", "13800138001")
    run("organisations_move", "U1", "--to", "S2", "--by", "he")
    union = Organisation.objects.get(code="U1")
    assert (union.name, union.parent.code) == ("甲公司工会", "S2")
    assert [entry.actor for entry in trail(union)] == ["", "何秘书", "何秘书"]
    run("organisations_close", "S1")
    assert run("organisations_list", "--below", "330106", "--depth", "2") == (
        "330106 西湖区总工会\n  S2 西溪街道总工会\n"
    )
    assert run("organisations_list", "--below", "S2") == "S2 西溪街道总工会\n  U1 甲公司工会\n"
    assert run("organisations_list", "--kind", "township", "--closed").split() == [
        "S1",
        "北山街道总工会",
        "S2",
        "西溪街道总工会",
    ]
    found = run("organisations_list", "--search", "甲公司", "--json")
    assert json.loads(found)["parent"] == "S2"
    with pytest.raises(CommandError, match="甲公司工会"):
        run("organisations_close", "S2")


def test_appoint_and_end(root, person):
    zhao = person("zhao")
    told = json.loads(
        run(
            "mandates_appoint",
            *("--user", "zhao", "--organisation", "330106", "--office", "chair"),
            *("--until", str(today() + timedelta(days=9)), "--json"),
        )
    )
    mandate = Mandate.objects.get()
    assert told["id"] == mandate.pk
    assert (mandate.user, mandate.from_on) == (zhao, today())
    again = ("--user", "zhao", "--organisation", "330106", "--office", "chair")
    with pytest.raises(CommandError):
        run("mandates_appoint", *again)
    run("mandates_end", *again)
    mandate.refresh_from_db()
    assert mandate.until_on == today()
    with pytest.raises(CommandError):
        run("mandates_end", *again)


def test_a_refusal_names_its_article(root, person):
    person("zhao")
    office = ("--user", "zhao", "--organisation", "330106", "--office")
    run("mandates_appoint", *office, "treasurer")
    with pytest.raises(CommandError) as error:
        run("mandates_appoint", *office, "auditor")
    assert str(rules.citation("cn.org.audit_barred")) in str(error.value)


def test_employers_add(root):
    add("enterprise_union", "U1", "甲厂工会", "--parent", "330106")
    add("joint_union", "J1", "商圈联合工会", "--parent", "330106")
    run(
        "employers_add",
        *("--name", "甲厂", "--credit-code", "91350100m000100y43", "--organisation", "U1"),
    )
    run("employers_add", "--name", "面馆", "--organisation", "J1", "--workers", "4")
    employer = Employer.objects.get(name="甲厂")
    assert Organisation.objects.get(code="U1").employer == employer
    assert (employer.credit_code, employer.kept_by.code) == ("91350100M000100Y43", "U1")
    assert [c.employer.name for c in Coverage.objects.all()] == ["面馆"]
    for code in ("91350100M000100Y43", "91350100M000100Y44"):
        with pytest.raises(CommandError, match=code[:17] if code.endswith("3") else "18"):
            run("employers_add", "--name", "乙", "--credit-code", code)
    with pytest.raises(CommandError):
        run("employers_add", "--name", "丙", "--organisation", "330106")
    assert Employer.objects.count() == 2


def test_an_administrator_needs_an_organisation(monkeypatch):
    with pytest.raises(CommandError, match="unionhall organisations add"):
        admin(monkeypatch=monkeypatch)
    assert User.objects.count() == 0


def test_an_administrator_needs_to_know_which_root(root, monkeypatch):
    add("county", "330105", "拱墅区总工会")
    with pytest.raises(CommandError, match="--organisation"):
        admin(monkeypatch=monkeypatch)
    admin("--organisation", "330105", monkeypatch=monkeypatch)
    assert Mandate.objects.get().organisation.code == "330105"


def test_a_second_administrator_only_on_purpose(root, monkeypatch):
    admin(monkeypatch=monkeypatch)
    with pytest.raises(CommandError):
        admin(monkeypatch=monkeypatch)  # the name is taken
    monkeypatch.setenv("UNIONHALL_ADMIN_PASSWORD", PASSWORD)
    second = ("--username", "second", "--name", "副管理员")
    with pytest.raises(CommandError, match="--another"):
        run("administrator_add", *second)
    run("administrator_add", *second, "--another")
    assert User.objects.get(username="second").check_password(PASSWORD)


@pytest.mark.parametrize("password", ["", "123456"])
def test_a_weak_password_is_refused(root, monkeypatch, password, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
    ]
    with pytest.raises(CommandError):
        admin(monkeypatch=monkeypatch, password=password)
    assert User.objects.count() == 0


def test_no_password_is_said_plainly(root, monkeypatch):
    monkeypatch.delenv("UNIONHALL_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="UNIONHALL_ADMIN_PASSWORD"):
        run("administrator_add", "--username", "admin", "--name", "管理员")
