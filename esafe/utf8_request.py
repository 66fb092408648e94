"""A request whose text is UTF-8, whatever it says of itself."""

from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """Browsers send a form in the code of its page, which is UTF-8.

    Django looks up any other name as a codec, and with one such as "hex" it fails before there is a
    request: not even an error page could be made.
    """

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
