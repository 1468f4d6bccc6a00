"""Settings, mail and jobs of the worker processes that tests start."""

import os
import time
from pathlib import Path
from uuid import uuid4

from django.core.mail.backends.base import BaseEmailBackend

from unionhall.site.testing import *  # noqa: F403

EMAIL_BACKEND = "unionhall.notifications.tests.slow.SlowFileBackend"


class SlowFileBackend(BaseEmailBackend):
    """Writes each letter to a file of its own, slowly enough for another worker to interfere."""

    def send_messages(self, letters):
        for letter in letters:
            time.sleep(0.05)
            path = Path(os.environ["EMAIL_FILE_PATH"]) / uuid4().hex
            path.write_text("\n".join([*letter.to, letter.subject, letter.body]))
        return len(letters)
