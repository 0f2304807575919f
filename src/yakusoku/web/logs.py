"""What a log must not tell."""

import logging
import re

# Who reads the log could use an unused link, and nobody's address belongs there.
SECRET = re.compile(r"(/invitation/|/reset/key/|/calendar/|/tenders/|/advice/|/answer/|/s/)[^/\s]+")
ADDRESS = re.compile(r"[^\s@/'\"<>=:,]+@[^\s@/'\"<>,]+")


class HideSecrets(logging.Filter):
    """Takes links that let someone in, and e-mail addresses, out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True; the line stays, without what is nobody's business."""
        told = SECRET.sub(r"\1…", record.getMessage())
        record.msg, record.args = ADDRESS.sub("…@…", told), ()
        return True
