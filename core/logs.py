"""What the log says of a request."""

import logging


class RefusalsInOneLine(logging.Filter):
    """A request refused on purpose (a 4xx) is a line, not a traceback: nothing of ours broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True
