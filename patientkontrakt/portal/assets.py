"""The style sheet, fonts and icon of every page, at /static, and the portal's templates. Nothing in them is anybody's."""

from flask import Blueprint

# Flask answers with ETag and no-cache: a browser asks each time and gets 304, so a new version shows at once.
assets = Blueprint(
    "portal_assets", __name__, static_folder="static", static_url_path="/static", template_folder="templates"
)
