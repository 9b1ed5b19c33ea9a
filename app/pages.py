"""The browser app's files, as `npm run build` made them."""

from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).resolve().parent.parent / "web" / "dist"

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


class Pages(StaticFiles):
    """Static files; a path that is no file is a view of the app, and gets its one page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or `index.html` for a view; an unknown path below `/api` or `/assets` stays a 404."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            is_view = not path.startswith(("api/", "assets/")) and "." not in Path(path).name
            if error.status_code != HTTPStatus.NOT_FOUND or not is_view:
                raise
            response = await super().get_response("index.html", scope)
        # Hashed names never change; the page that names them is asked for each time.
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
