"""How fast a register of 100,000 members leaves as a file, and how much memory that takes.

    bash tests/with_postgres.sh .venv/bin/python benchmarks/export.py [--rows 100000]

The command is timed as an administrator runs it, from the start of the process to its end: rows
fetched, ID numbers opened and masked, the sheet written and sealed, each person's row remembered,
the history written. Memory is the largest the process held; a tenth of the rows shows that it is flat.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import roster

GOAL = 30  # seconds for 100,000 rows
COLUMNS = "unit,since,sex,employment,department,phone,id,birth,education,migrant,works_since"


def filled(place: Path, code: str, rows: int) -> None:
    """A union with so many members, from a roster."""
    sheet = place / f"{code}.csv"
    script = (
        f"import roster; roster.write_csv(list(roster.people({rows})), roster.Path({str(sheet)!r}))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=roster.HERE)
    told = (
        "--kind",
        "enterprise_union",
        "--parent",
        "BENCH",
        "--code",
        code,
        "--name",
        f"{code}工会",
    )
    roster.run("organisations", "add", *told, "--json")
    roster.run("import", "members", str(sheet), "--organisation", code, "--apply", "--json")


def measured(place: Path, code: str, form: str) -> dict:
    """One export by the command."""
    target = place / f"{code}.out.{form}"
    told = ("--organisation", code, "--reason", "measured", "--columns", COLUMNS, "--json")
    found = roster.run("export", "members", str(target), *told)
    return found | {"rows": found.pop("told")["rows"], "size": target.stat().st_size}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    place = Path(tempfile.mkdtemp(prefix="unionhall-bench-"))
    os.environ.setdefault("UNIONHALL_DATA", str(place / "data"))
    subprocess.run([sys.executable, "-m", "unionhall", "migrate", "--verbosity", "0"], check=True)
    county = ("--kind", "county", "--code", "BENCH", "--name", "区总工会", "--json")
    roster.run("organisations", "add", *county)
    # First: the rosters share people, and whoever differs from the register would be left out.
    filled(place, "TENTH", rows // 10)
    results = {"xlsx, a tenth": measured(place, "TENTH", "xlsx")}
    filled(place, "ALL", rows)
    results |= {form: measured(place, "ALL", form) for form in ("xlsx", "csv")}
    database = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    for name, found in results.items():
        print(
            f"{name:16}{found['rows']:>9,} rows {found['wall']:>7.2f} s {found['cpu']:>7.2f} CPU s "
            f"{found['memory']:>6.0f} MiB {found['size'] / 2**20:>6.1f} MiB file   goal {GOAL} s"
        )
    facts = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "database": database}
    facts |= {"load": os.getloadavg()[0], "results": results}
    target = roster.HERE / "results" / f"export-{database}.json"
    target.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
