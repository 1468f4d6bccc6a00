import subprocess
import sys

LOADED = """
import threading
import unionhall.site.wsgi
from django.db import connections
print([each.alias for each in connections.all() if each.connection], threading.active_count())
"""


def test_loading_opens_no_connection_and_starts_no_thread(tmp_path, monkeypatch):
    """So that gunicorn may load everything once and then fork its workers."""
    monkeypatch.setenv("UNIONHALL_DATA", str(tmp_path))
    told = subprocess.run(
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "[] 1"
