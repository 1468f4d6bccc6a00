"""How fast a roster of 100,000 rows is previewed, applied, imported again and undone.

    bash tests/with_postgres.sh .venv/bin/python benchmarks/roster.py [--rows 100000]
    UNIONHALL_DATA=/tmp/bench .venv/bin/python benchmarks/roster.py

The commands are timed as an officer runs them, from the start of the process to its end; `apply alone`
is the act itself, once the preview stands, as a worker does it. Memory is the largest the process held.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src")]
ON = "2026-11-21"
GOALS = {
    "preview .xlsx": 20_000,
    "preview .csv": 20_000,
    "apply alone": 10_000,
    "apply .xlsx": None,
}
HEAD = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "部门",
    "学历",
    "用工形式",
    "是否农民工",
    "参加工作时间",
    "入会时间",
    "备注",
]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文志红晨宇轩涵思佳雨欣怡浩子天琪春晓东海远升斌凯征向立新"
PLACES = ["一车间", "二车间", "机修班", "质检科", "财务科", "后勤处", "物流部", "研发中心"]
SCHOOLS = ["初中", "高中", "中专", "大专", "本科", "研究生"]
FORMS = ["合同制", "劳务派遣", "灵活就业"]


def people(count: int):
    """Invented rows as unions keep them, one in a hundred wrong; ID numbers of a code under which none is issued."""
    from unionhall.core.residentid import check_character

    chance = random.Random(7)
    orders = [
        (f"{1962 + day // 366}", day, order) for day in range(43 * 366) for order in range(1, 9)
    ]
    for number, (year, day, order) in enumerate(chance.sample(orders, count), 1):
        month = 1 + day % 12
        first17 = f"110000{year}{month:02}{1 + day % 28:02}{order * 100 + day % 97:03}"
        mark = check_character(first17)
        if number % 100 == 0:
            mark = "X" if mark != "X" else "0"
        began = int(year) + chance.randint(18, 20)
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        sex = "男" if int(first17[16]) % 2 else "女"
        yield [
            *(str(number), name, sex, first17 + mark, f"199{chance.randrange(10**8):08}"),
            *(chance.choice(PLACES), chance.choice(SCHOOLS), chance.choice(FORMS)),
            *(
                chance.choice("是否"),
                f"{began}-0{chance.randint(1, 9)}-01",
                f"{began + 1}年{month}月",
                "",
            ),
        ]


def write_csv(rows, path: Path) -> None:
    path.write_text("\r\n".join(",".join(row) for row in [HEAD, *rows]), encoding="gb18030")


def write_xlsx(rows, path: Path) -> None:
    """A workbook as Excel writes it: text as references to a table of shared strings."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    shared: dict[str, int] = {}
    lines = []
    for number, row in enumerate([HEAD, *rows], 1):
        cells = [
            f'<c r="{"ABCDEFGHIJKL"[at]}{number}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>'
            for at, cell in enumerate(row)
            if cell
        ]
        lines.append(f'<row r="{number}" spans="1:12">{"".join(cells)}</row>')
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">'
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        + "</sst>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{document}"><sheets>'
        '<sheet name="花名册" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r1" Type="{document}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{document}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1"'
        f' Type="{document}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def run(*words: str) -> dict:
    """One command, from start to end: what it answered, wall and CPU seconds, MiB."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen([sys.executable, "-m", "unionhall", *words], stdout=out)
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        if child.returncode:
            raise SystemExit(f"unionhall {' '.join(words)} failed")
        out.seek(0)
        told = json.loads(out.read() or "null")
    return {
        "told": told,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
    }


def apply_alone(path: str) -> None:
    """Preview a sheet, then apply it, as a worker does; prints what the act took."""
    import django

    django.setup()
    from datetime import date

    from unionhall.exchange import actions
    from unionhall.organisations.models import Organisation

    on, content = date.fromisoformat(ON), Path(path).read_bytes()
    unit = Organisation.objects.get(code="BENCH-1")
    told = {"kind": "members", "organisation_id": unit.pk}
    importing = actions.take_in(content, path, by=None, on=on, by_label="bench", **told)
    actions.stage(importing, content)
    wall, cpu = time.perf_counter(), time.process_time()
    actions.apply(importing, by=None, on=on, by_label="bench")
    found = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "id": importing.pk,
    }
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def make(place: Path, count: int) -> None:
    """The sheets, made by another process: a child's memory is reckoned from that of its parent."""
    code = f"import roster; rows = list(roster.people({count}));"
    code += "".join(
        f"roster.write_{kind}(rows, roster.Path({str(place)!r}) / 'roster.{kind}');"
        for kind in ("xlsx", "csv")
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=HERE)


def measured(place: Path) -> dict[str, dict]:
    results: dict[str, dict] = {}
    unit = ("--organisation", "BENCH-1", "--on", ON, "--json")

    def sheet(name: str, *more: str):
        results[name] = run(
            "import", "members", str(place / f"roster{name[name.index('.') :]}"), *unit, *more
        )
        return results[name]["told"]

    sheet("preview .xlsx")
    sheet("preview .csv")
    out = subprocess.run(
        [sys.executable, __file__, "--apply-alone", str(place / "roster.xlsx")],
        check=True,
        capture_output=True,
        text=True,
    )
    results["apply alone"] = json.loads(out.stdout)
    results["undo"] = run("import", "undo", str(results["apply alone"].pop("id")), "--json")
    told = sheet("apply .xlsx", "--apply")
    again = sheet("again .csv", "--apply")
    assert (again["accepted"], again["unchanged"]) == (0, told["accepted"]), (
        "a second import changes nothing"
    )
    results["count"] = run("members", "count", "--organisation", "BENCH", "--on", ON, "--json")
    assert results["count"]["told"]["members"] == told["accepted"]
    return results


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--apply-alone", metavar="FILE")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="unionhall-bench-"))
    os.environ.setdefault("UNIONHALL_DATA", str(place / "data"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    if options.apply_alone:
        apply_alone(options.apply_alone)
    else:
        measure(place, options.rows)


def measure(place: Path, rows: int) -> None:
    """Make the sheets and an empty federation, measure, tell and keep the figures."""
    make(place, rows)
    subprocess.run([sys.executable, "-m", "unionhall", "migrate", "--verbosity", "0"], check=True)
    run(
        "organisations",
        "add",
        "--kind",
        "county",
        "--code",
        "BENCH",
        "--name",
        "区总工会",
        "--json",
    )
    child = (
        "--kind",
        "enterprise_union",
        "--parent",
        "BENCH",
        "--code",
        "BENCH-1",
        "--name",
        "机械厂工会",
    )
    run("organisations", "add", *child, "--json")
    results = measured(place)
    print(f"{rows:,} rows, {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}")
    for name, found in results.items():
        found.pop("told", None)
        found["rows/s"] = round(rows / found["wall"])
        goal = f"goal {GOALS[name]:,}" if GOALS.get(name) else ""
        print(
            f"{name:16}{found['rows/s']:>9,} rows/s {found['wall']:>7.2f} s {found['cpu']:>7.2f} CPU s {found['memory']:>6.0f} MiB  {goal}"
        )
    keep(rows, results)


def keep(rows: int, results: dict) -> None:
    """Keep the figures beside those of other runs."""
    database = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    target = HERE / "results" / f"roster-{database}.json"
    target.parent.mkdir(exist_ok=True)
    load = os.getloadavg()[0]
    facts = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": rows,
        "database": database,
    }
    rounded = {
        name: {key: round(value, 2) for key, value in found.items()}
        for name, found in results.items()
    }
    target.write_text(json.dumps(facts | {"load": load, "results": rounded}, indent=1) + "\n")


if __name__ == "__main__":
    main()
