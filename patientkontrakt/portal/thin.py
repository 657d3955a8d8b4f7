"""Pages go out compressed: most are read over a telephone. Their form tokens are masked anew each time, so that what the
compression gains tells nobody what they are (BREACH)."""

import gzip
from typing import Final

from flask import Response, request

WORTH_IT: Final = 1_000
"""Bytes below which nothing is gained."""
LEVEL: Final = 5


def compress(response: Response) -> Response:
    """The page, gzipped for whoever takes it so. Use with after_request."""
    response.vary.add("Accept-Encoding")
    large = (
        response.mimetype == "text/html" and not response.is_streamed and len(response.get_data()) >= WORTH_IT
    )
    if large and request.accept_encodings.best_match(["gzip"]) and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
