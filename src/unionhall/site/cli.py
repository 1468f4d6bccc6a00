"""The `unionhall` command: Django's management command, with two-word commands.

`unionhall import members …` runs the management command `import_members`, which lives in the app
that does the work.
"""

import os
import sys


def joined(argv: list[str], known) -> list[str]:
    """`["unionhall", "import", "members", …]` → `["unionhall", "import_members", …]`, where such a command is known."""
    if len(argv) > 2 and (name := f"{argv[1]}_{argv[2]}".replace("-", "_")) in known:
        return [argv[0], name, *argv[3:]]
    return argv


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
    import django
    from django.core.management import execute_from_command_line, get_commands

    django.setup()
    execute_from_command_line(joined(sys.argv, get_commands()))


if __name__ == "__main__":
    main()
