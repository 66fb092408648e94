"""What a log may say about a request: that it failed and where in our code, never who or what."""

import logging


class WithoutReader(logging.Filter):
    """Replace Django's message, which names the address, by one that does not (R74)."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "A request failed", ()
        return True
