"""What the register's list and its search cost by kind of question and by scope, in one process.

`bash tests/with_postgres.sh .venv/bin/python benchmarks/search.py [--members 100000]` builds two
federations, a tenth and the whole, and prints CPU milliseconds a request of this process and of its
database backend together, with the ratio of the whole to the tenth.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from run import environment, new_database, unionhall

TICK = os.sysconf("SC_CLK_TCK")
REQUESTS = 150
OFFICERS = {
    "district": "organisation-officer",
    "sub-district": "street-officer",
    "one union": "union-1-chair",
}


def build(members: int, unions: int) -> None:
    """The sample's tree and members, and an officer of one sub-district."""
    from django.db import connection, transaction

    from unionhall.accounts.models import User
    from unionhall.core.clock import today
    from unionhall.organisations import actions
    from unionhall.site.sample import federation, people

    dice, on = random.Random(7), today()
    with transaction.atomic():
        built = federation.build(dice=dice, on=on, extra_unions=max(0, unions - 60))
        each, rest = divmod(members, len(built.unions))
        sizes = [(union, each + (order < rest)) for order, union in enumerate(built.unions)]
        people.fill(sizes, dice=dice, on=on)
        officer = User.objects.create_user(username="street-officer", name="街道组织部")
        actions.appoint(
            officer, built.streets[0], "organisation_officer", from_on=on, by=None, on=on
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def backend_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICK


def cost(client, addresses: list[str], pid: int) -> float:
    """CPU milliseconds a request."""
    for address in addresses[:10]:
        client.get(address)
    database, web = backend_seconds(pid), time.process_time()
    for address in islice(cycle(addresses), REQUESTS):
        answer = client.get(address)
        assert answer.status_code == 200, address
    web, database = time.process_time() - web, backend_seconds(pid) - database
    return 1000 * (web + database) / REQUESTS


def questions(base: str) -> dict[str, list[str]]:
    """Addresses by kind."""
    from urllib.parse import quote

    from unionhall.members.models import Person
    from unionhall.members.sealing import open_id

    some = list(Person.objects.exclude(id_number=None).order_by("uid")[:60])

    def asked(texts):
        return [f"{base}?q={quote(text)}" for text in texts]

    return {
        "list by name": [base],
        "list by union": [f"{base}?order=unit"],
        "list, joined last": [f"{base}?order=joined"],
        "list: women, agency work": [f"{base}?sex=female&employment={quote('劳务派遣')}"],
        "list: left": [f"{base}?status=ended"],
        "one surname": asked(p.name[0] for p in some),
        "most common surname": asked(["王"]),
        "two characters": asked(p.name[:2] for p in some),
        "given name": asked(p.name[1:] for p in some),
        "whole name": asked(p.name for p in some),
        "initials": asked("".join(w[0] for w in p.name_key.split()) for p in some),
        "spelt out": asked(p.name_key.replace(" ", "") for p in some),
        "one letter": asked("wlzc"),
        "telephone": asked(p.phone for p in some),
        "last four": asked(p.phone[-4:] for p in some),
        "ID number": asked(open_id(p) for p in some),
        "nobody": asked(["龘龘", "qqqq"]),
    }


def measure() -> None:
    """Measure the database that the environment names; prints JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from unionhall.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    wanted, found = questions(reverse("members:index")), {}
    for scope, username in OFFICERS.items():
        client = Client()
        client.force_login(User.objects.get(username=username))
        for kind, addresses in wanted.items():
            found[f"{scope}: {kind}"] = cost(client, addresses, pid)
    person = [p.get_absolute_url() for p in _people()]
    client = Client()
    client.force_login(User.objects.get(username=OFFICERS["district"]))
    found["member page"] = cost(client, person, pid)
    print(json.dumps(found))


def _people():
    from unionhall.members.models import Person

    return Person.objects.order_by("uid")[:REQUESTS]


def in_process(code: str) -> str:
    place = Path(__file__).parent
    paths = {**os.environ, "PYTHONPATH": f"{place}:{place.parent / 'src'}"}
    return subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True, env=paths
    ).stdout


def one_size(members: int, url: str) -> dict[str, float]:
    os.environ["DATABASE_URL"] = url
    os.environ.update(environment(new_database(f"search_{members}")))
    unionhall("migrate")
    unionhall("messages", "compile")
    unionhall("collectstatic", "--noinput")
    in_process(
        f"import django; django.setup(); import search; search.build({members}, {members // 20})"
    )
    return json.loads(in_process("import search; search.measure()").splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    wanted, url = parser.parse_args().members, os.environ["DATABASE_URL"]
    tenth, whole = one_size(wanted // 10, url), one_size(wanted, url)
    print(f"| question | {wanted // 10:,} | {wanted:,} | ratio |\n|---|---|---|---|")
    for name, value in whole.items():
        print(f"| {name} | {tenth[name]:.1f} | {value:.1f} | {value / tenth[name]:.2f} |")


if __name__ == "__main__":
    main()
