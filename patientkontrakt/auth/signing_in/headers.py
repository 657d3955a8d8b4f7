"""The headers of every answer of the authorization server (S-100): nothing inline, nothing framed, nothing kept."""

from flask import Response, g

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'{targets}; frame-ancestors 'none'; base-uri 'none'"
)


def allow_form_to(target: str) -> None:
    """Let the page's form end up at a verified redirect URI: browsers hold form-action through redirects too."""
    g.form_target = target


def protect(response: Response) -> Response:
    """Set what the view has not set itself. Use with after_request."""
    target = g.get("form_target")
    response.headers.setdefault(
        "Content-Security-Policy", POLICY.format(targets=f" {target}" if target else "")
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
