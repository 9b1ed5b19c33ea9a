"""The browser app's files, as `npm run build` made them."""

import os
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).resolve().parent.parent / "web" / "dist"
LIVE = "live"
"""The view at `/`."""
PACKED = ".gz"
"""What `web/vite.config.ts` puts at the end of the name of a file that it packed."""


def content_security_policy(media_url: str | None) -> str:
    """What a page of ours may load. media_url: S3 as browsers reach it, if they fetch media from there."""
    media = f" {urlsplit(media_url).scheme}://{urlsplit(media_url).netloc}" if media_url else ""
    return (
        f"default-src 'self'; img-src 'self' blob: data:{media}; media-src 'self' blob:{media}; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    )


class Pages(StaticFiles):
    """Static files; a path that is no file is a view of the app, and gets its page.

    It is one app, whatever its path: the pages of the views that the navigation leads to only say beforehand what they
    will ask for (`web/scripts/viewPages.ts`).
    """

    def __init__(self, media_url: str | None) -> None:
        """media_url: S3 as browsers reach it, if they fetch media from there."""
        super().__init__(directory=DIST, html=True)
        self._policy = content_security_policy(media_url)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or a page for a view; an unknown path below `/api` or `/assets` stays a 404."""
        try:
            response = await (self._view(LIVE, scope) if path == "." else super().get_response(path, scope))
        except HTTPException as error:
            is_view = not path.startswith(("api/", "assets/")) and "." not in Path(path).name
            if error.status_code != HTTPStatus.NOT_FOUND or not is_view:
                raise
            response = await self._view(path, scope)
        # Hashed names never change; the page that names them is asked for each time.
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        response.headers["Content-Security-Policy"] = self._policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    async def _view(self, path: str, scope: Scope) -> Response:
        """The page of a view, if it has one of its own, else the one of all."""
        try:
            return await super().get_response(f"{path}.html", scope)
        except HTTPException:
            return await super().get_response("index.html", scope)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """A file, or what the build packed of it (`x.js.gz`) for whoever can unpack that."""
        packed = Path(f"{os.fspath(full_path)}{PACKED}")
        try:
            packed_stat = packed.stat()
        except FileNotFoundError:
            return super().file_response(full_path, stat_result, scope, status_code)
        if not _takes_gzip(scope):
            response = super().file_response(full_path, stat_result, scope, status_code)
        else:
            # Its kind is told by the name in front of `.gz`; each of the two has an ETag of its own.
            response = super().file_response(packed, packed_stat, scope, status_code)
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        return response


def _takes_gzip(scope: Scope) -> bool:
    """Whether `Accept-Encoding` (RFC 9110, 12.5.3) names gzip, and not to refuse it."""
    for coding in Headers(scope=scope).get("Accept-Encoding", "").lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0.") != "q="
    return False
