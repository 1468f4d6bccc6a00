"""Database work behind the maker's back keeps its order, its transaction and its errors."""

import gc

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from unionhall.accounts.models import User
from unionhall.exchange.bulk import Behind, copy_in, new_keys, uncollected

pytestmark = pytest.mark.django_db(transaction=True)


def add(name: str) -> None:
    User.objects.create(username=name)


class Enough(Exception):
    pass


def in_one_transaction(*works, then=None) -> list:
    """What each piece of work answered; `then` is raised before the transaction ends."""
    with transaction.atomic():
        with Behind() as behind:
            futures = [behind.do(work) for work in works]
            if then:
                raise then
        return [future.result() for future in futures]


def names() -> list[str]:
    return list(User.objects.order_by("pk").values_list("username", flat=True))


def test_work_is_done_in_order():
    adding = [lambda number=number: add(f"u{number}") for number in range(9)]
    assert (
        in_one_transaction(*adding, names)[-1] == names() == [f"u{number}" for number in range(9)]
    )


def test_the_first_error_is_the_one_that_is_raised_and_all_is_taken_back():
    with pytest.raises(IntegrityError):
        in_one_transaction(lambda: add("u"), lambda: add("u"), *[lambda: add("v")] * 4)
    assert names() == []


def test_an_error_of_the_maker_leaves_nothing_running():
    with pytest.raises(Enough):
        in_one_transaction(lambda: add("u"), then=Enough())
    add("later")
    assert names() == ["later"]


def test_what_it_says_is_said_in_the_readers_language():
    assert in_one_transaction(translation.get_language) == ["en"]


def test_keys_are_given_out_once():
    with transaction.atomic():
        first, second = new_keys(User, 3), new_keys(User, 3)
        add("u")
    assert len({*first, *second, User.objects.get().pk}) == 7


def test_copied_rows_are_rows_like_others():
    with transaction.atomic():
        key = new_keys(User, 1)[0]
        given = (
            "id",
            "username",
            "name",
            "password",
            "email",
            "is_superuser",
            "is_staff",
            "is_active",
        )
        rest = {"date_joined": "2026-01-01 00:00:00+00", "language": "", "phone_verified": False}
        known = {field.attname: field.get_default() for field in User._meta.concrete_fields} | rest
        known |= dict(zip(given, (key, "彭\\浩\t", "n", "", "", False, False, True), strict=True))
        copy_in(User, tuple(known), [tuple(known.values())])
    assert User.objects.get(pk=key).username == "彭\\浩\t"
    add("next")


@uncollected()
def fails():
    assert not gc.isenabled()
    raise Enough


def test_the_collector_is_on_again_afterwards():
    with pytest.raises(Enough):
        fails()
    assert gc.isenabled()
