"""Files that only the account running the product may read, whatever its umask says."""

from contextlib import suppress
from pathlib import Path

BESIDE = ("", "-wal", "-shm", "-journal")


def directory(path: Path) -> None:
    """Make the data directory, closed to others; one that is there already is its owner's to judge."""
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)


def database(path: Path) -> None:
    """Make the SQLite file before SQLite does, closed to others, and close one of an earlier version.

    SQLite gives its log and its shared memory the mode of the database.
    """
    if path.name == ":memory:" or str(path).startswith("file:") or not path.parent.is_dir():
        return
    if not path.exists():
        path.touch(mode=0o600)
    for name in BESIDE:
        # A file of somebody else's that we may only read is theirs to close.
        with suppress(FileNotFoundError, PermissionError):
            path.with_name(path.name + name).chmod(0o600)
