"""The `unionhall` command: Django's management command, with two-word commands.

`unionhall import members …` runs the management command `import_members`, which lives in the app
that does the work.
"""

import os
import sys
from collections.abc import Iterable


def joined(argv: list[str], known: Iterable[str]) -> list[str]:
    """`["unionhall", "import", "members", …]` → `["unionhall", "import_members", …]`, where such a command is known."""
    if len(argv) > 2 and (name := f"{argv[1]}_{argv[2]}".replace("-", "_")) in known:
        return [argv[0], name, *argv[3:]]
    return argv


def following(argv: list[str], known: Iterable[str]) -> list[str]:
    """The second words there are, where only the first one makes sense."""
    if len(argv) < 2 or argv[1] in known:
        return []
    return sorted(name[len(argv[1]) + 1 :] for name in known if name.startswith(f"{argv[1]}_"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    import django

    django.setup()
    try:
        run(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has read enough; without this Python would complain again as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def run(argv: list[str]) -> None:
    """Run a command; one that is half named, or a database that is not ready, ends in one sentence."""
    from django.core.management import get_commands
    from django.db import OperationalError, ProgrammingError
    from django.utils.translation import gettext as _

    if argv[1:2] == ["help"] and len(argv) == 4:
        argv = [argv[0], *argv[2:], "--help"]
    known = get_commands()
    command = joined(argv, known)
    if words := following(command, known):
        sys.exit(
            _("After “%(word)s” comes one of: %(words)s. Each tells more with --help.")
            % {"word": argv[1], "words": ", ".join(words)}
        )
    try:
        _utility(argv, command).execute()
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in argv or not (why := _unready(error, command[1])):
            raise
        sys.exit(why)


def _utility(argv: list[str], command: list[str]):
    """Django's utility, which shows a two-word command with both words in its help."""
    from django.core.management import ManagementUtility

    class Utility(ManagementUtility):
        def fetch_command(self, subcommand):
            return super().fetch_command(subcommand.replace(" ", "_"))

    spoken = command if command is argv else [argv[0], " ".join(argv[1:3]), *argv[3:]]
    return Utility(spoken)


def _unready(error: Exception, command: str) -> str:
    """What is to be done before the database can serve; "" when that is not what is wrong."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils.translation import gettext as _

    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return (
            _(
                "The database cannot be reached (%s). Check DATABASE_URL or UNIONHALL_DATA, and that the server runs."
            )
            % str(error).strip().partition("\n")[0]
        )
    if command != "migrate" and executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return _(
            "The database is not set up, or is older than this program. First: unionhall migrate"
        )
    return ""


if __name__ == "__main__":
    main()
