"""The bodies that our addresses take: forms, and none larger than any of ours."""

from typing import Final

from flask import request

FORM: Final = "application/x-www-form-urlencoded"
LARGEST: Final = 64 * 1024
"""Bytes."""


def bound_body() -> None:
    """No form of ours is larger; use with before_request."""
    request.max_content_length = LARGEST
