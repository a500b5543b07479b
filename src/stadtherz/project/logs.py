"""Log lines: a fragment, then facts as fields; secrets never."""

from __future__ import annotations

import json
import logging
import re

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_SECRET_NAMES = re.compile(r"pass|secret|token|cookie|authorization|key$", re.IGNORECASE)
_SECRET_TEXT = re.compile(r"(sth_[\w-]{4})[\w-]+|(?<=[?&]key=)[^&\s]+")


class FactsFormatter(logging.Formatter):
    """``time level logger: fragment {"fact": value}`` with secrets struck out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        facts = {
            name: "***" if _SECRET_NAMES.search(name) else value
            for name, value in vars(record).items()
            if name not in _STANDARD and name != "request"
        }
        if facts:
            line = f"{line} {json.dumps(facts, default=str, ensure_ascii=False)}"
        return _SECRET_TEXT.sub(lambda found: f"{found.group(1) or ''}***", line)
