"""The employers of the district as the regulator lists them: most have no union yet."""

import csv
import io
import random
from datetime import date, timedelta

from unionhall.members.models import Spell
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.campaigns import actions as campaigns
from unionhall.organising.coverage.queries import employers_of
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
    _campaign(federation, dice, on)


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
    joint = Organisation.objects.open().filter(kind="joint_union", opened_on__lte=day)
    for union in joint.order_by("code"):
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
    chair = federation.officers["vice-chair"]
    start = on - timedelta(days=400)
    organisations.appoint(chair, trade, "chair", from_on=start, by=None, on=on)
    for order, code in enumerate(("GH001", "GH006", "GH010", "GH024", "GH034")):
        union = Organisation.objects.get(code=code)
        day = on - timedelta(days=300 - 40 * order)
        organisations.affiliate(union, trade, by=None, on=day)


# days ago, whom, what came of it, the note, the next step and in how many days
VISITS: tuple[tuple, ...] = (
    (26, "personnel", "informed", "有独立人事部门，员工以外地为主", "", 0),
    (24, "nobody", "not_met", "负责人出差，前台转交了宣传册", "再次上门", 27),
    (20, "owner", "agreed", "愿意建会，希望提供章程范本", "送筹备材料", 19),
    (18, "manager", "declined", "正在搬迁，年后再谈", "", 0),
    (15, "workers", "informed", "午休时在车间发放了入会指南", "", 0),
    (13, "owner", "preparing", "筹备组三人已确定", "协助召开会员大会", 19),
    (12, "manager", "considering", "要等总部答复", "电话询问总部意见", 8),
    (9, "owner", "preparing", "筹备组已公示候选人", "", 0),
    (6, "personnel", "agreed", "同意，与换届培训一并办理", "提交建会请示", 9),
    (3, "manager", "informed", "员工多为兼职，先加入街道联合工会", "", 0),
)


def _campaign(federation: Federation, dice: random.Random, on: date) -> None:
    """A campaign under way among employers of a hundred workers and more; one has founded its union."""
    by, start = federation.officers["organisation-officer"], on - timedelta(days=28)
    campaign = campaigns.begin(
        federation.district,
        f"{on.year}年百人以上企业建会行动",
        officer=by,
        from_on=start,
        until_on=on + timedelta(days=62),
        by=federation.officers["chair"],
        on=start,
    )
    area = employers_of(federation.district)
    campaigns.choose(campaign, area.filter(workers__gte=100), by=by, on=start)
    targets = list(campaign.targets.select_related("employer__division").order_by("pk"))
    dice.shuffle(targets)
    for target, (days, met, outcome, note, step, ahead) in zip(targets, VISITS, strict=False):
        day = on - timedelta(days=days)
        campaigns.visit(
            target,
            visited_on=day,
            met=met,
            outcome=outcome,
            note=note,
            next_on=day + timedelta(days=ahead) if step else None,
            next_step=step,
            by=by,
            on=day,
        )
    founded, given_up = targets[7], targets[3]
    reason = "已迁往外区"
    campaigns.give_up(given_up, reason=reason, by=by, on=on - timedelta(days=2))
    name = founded.employer.name.removeprefix("杭州")
    street = Organisation.objects.get(kind="township", division=founded.employer.division)
    organisations.add(
        "enterprise_union",
        street,
        "GH099",
        f"{name}工会",
        employer=founded.employer,
        division=founded.employer.division,
        by=by,
        on=on - timedelta(days=4),
    )
