"""Log records as lines of JSON, whose fields the chart's dashboards know (see "Lines of logs" in chart/README.md).

Nothing but Python's standard library. structlog and python-json-logger write lines that are read as well.
"""

import json
import logging
import sys
from datetime import datetime, timezone

_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One object a line; what is given as `extra` becomes fields of it."""

    def __init__(self, **always):
        super().__init__()
        self.always = always

    def format(self, record):
        line = {
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="microseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **self.always,
            **{name: value for name, value in vars(record).items() if name not in _OWN},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
            line["exception_type"] = record.exc_info[0].__name__
        return json.dumps(line, default=str)


def setup(**always):
    """Writes every record to standard output, each with the fields of `always`."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(**always))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
