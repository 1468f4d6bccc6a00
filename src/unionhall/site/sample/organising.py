"""The employers of the district as the regulator lists them: most have no union yet."""

import csv
import io
import random
from datetime import date, timedelta

from unionhall.members.models import Spell
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.employers_in.actions import import_now
from unionhall.site.sample.federation import FOUNDED, Federation, credit_code
from unionhall.site.sample.people import WORDS

SEED = 4754
LISTED = 130  # employers without a union
DAYS_AGO = 40
HEAD = (
    *(
        "序号",
        "统一社会信用代码",
        "企业名称",
        "所属街道",
        "住所",
        "行业门类",
        "企业类型",
        "从业人数",
    ),
    "联系电话",
)


def bring(federation: Federation, *, on: date) -> None:
    """Import the regulator's list, with a few rows it got wrong, and let joint unions gather some."""
    dice = random.Random(SEED)
    day = on - timedelta(days=DAYS_AGO)
    rows = [*_with_union(dice, day), *_without_union(federation, dice)]
    rows[60:60] = [
        ("91330105MA2XXXXX00", "拱宸某某信息咨询部", "拱宸桥街道", "", "L", "个体工商户", 6, ""),
        (credit_code(dice), "半山某某加工点", "半山镇", "", "C", "个体工商户", 4, ""),
    ]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows((number, *row) for number, row in enumerate(rows, start=1))
    by = federation.officers["organisation-officer"]
    content = text.getvalue().encode()
    name = "拱墅区市场主体名单.csv"
    import_now(content, name, organisation=federation.district, on=day, by=by)
    _gather(federation, day)
    _cut_across(federation, on)


def _with_union(dice: random.Random, day: date) -> list[tuple]:
    """Employers that have a union already; the list brings their workers, industry and ownership."""
    rows = []
    unions = Organisation.objects.filter(code__startswith="GH", employer__isnull=False)
    held = Spell.objects.in_force(on=day)
    for union, industry in zip(
        unions.order_by("code"), WORDS["listed"]["with_union"], strict=False
    ):
        employer = union.employer
        assert employer is not None
        members = held.filter(organisation=union).count()
        workers = round(members * dice.uniform(1.05, 2.4)) + 3
        kind, street = dice.choice(WORDS["listed"]["kinds"]), str(employer.division)
        code = employer.credit_code
        told = (
            code,
            employer.name,
            street,
            "",
            industry,
            kind,
            workers,
            f"0571-880{dice.randrange(99999):05}",
        )
        rows.append(told)
    return rows


def _without_union(federation: Federation, dice: random.Random) -> list[tuple]:
    words = WORDS["listed"]
    rows: list[tuple] = []
    seen: set[str] = set()
    while len(rows) < LISTED:
        end, industry, usual = dice.choice(words["trades"])
        name = f"杭州{dice.choice(words['beginnings'])}{end}"
        if name in seen:
            continue
        seen.add(name)
        street = dice.choice(federation.streets).division
        kinds = words["kinds"] if name.endswith("有限公司") else words["small_kinds"]
        workers = "" if dice.random() < 0.06 else max(3, round(usual * dice.uniform(0.4, 1.9)))
        address = f"杭州市拱墅区{street}{dice.randint(1, 300)}号"
        phone = f"0571-880{dice.randrange(99999):05}" if dice.random() < 0.8 else ""
        rows.append(
            (
                credit_code(dice),
                name,
                str(street),
                address,
                industry,
                dice.choice(kinds),
                workers,
                phone,
            )
        )
    return rows


def _gather(federation: Federation, day: date) -> None:
    """Each joint union gathers three small employers of its own sub-district."""
    for union in Organisation.objects.filter(kind="joint_union").order_by("code"):
        small = Employer.objects.filter(
            division=union.division, workers__lt=40, organisations=None, coverages=None
        )
        for employer in small.order_by("pk")[:3]:
            organisations.begin_coverage(union, employer, by=None, on=day)


def _cut_across(federation: Federation, on: date) -> None:
    """An industrial union to which machine makers of several sub-districts are affiliated."""
    trade = organisations.add(
        "industrial", federation.district, "CY001", "拱墅区机械产业工会", by=None, on=FOUNDED
    )
    for order, code in enumerate(("GH001", "GH006", "GH010", "GH024", "GH034")):
        union = Organisation.objects.get(code=code)
        day = on - timedelta(days=300 - 40 * order)
        organisations.affiliate(union, trade, by=None, on=day)
