"""Links by which anybody sees one clip or snapshot: made and revoked by its owner, shown without signing in.

The page needs no script, plays in every browser, and tells a chat by Open Graph what it shows. A link's token has
256 bits; its SHA-256 is what is stored.
"""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from html import escape
from string import Template
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Writer
from app.errors import ApiError, documented
from app.gallery import key_of
from app.media import answer
from app.resources import Held, Resources
from app.tokens import new_token
from db import shares
from db.shares import Kind, Shared
from pawsight.messages import Wire, rfc3339

router = APIRouter(tags=["gallery"])

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
MOST_HOURS: Final = 24 * 3650

STYLE: Final = """
:root { color-scheme: dark light; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: center; gap: 1rem;
       padding: 1rem; box-sizing: border-box; background: Canvas; color: CanvasText; }
video, img { max-width: 100%; max-height: 80vh; border-radius: .75rem; background: #000; }
p { margin: 0; opacity: .75; }
"""

# No script, nothing from elsewhere, in nobody's frame; of styles the one above alone.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; "
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

PAGE: Final = Template("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
$head
<style>$style</style>
<main>$body</main>
</html>
""")


class NewShare(Wire):
    """How long a link lasts."""

    expires_in_hours: Annotated[
        float | None, Field(gt=0, le=MOST_HOURS, description="left out: until it is revoked", examples=[168])
    ] = None


class ShareLink(Wire):
    """A link, shown this one time: a new one ends the one before."""

    token: str
    url: str
    expires_at: AwareDatetime | None

    @field_serializer("expires_at")
    def _expires_at(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.post("/api/clips/{clip_id}/share", status_code=201, responses=documented(400, 401, 403, 404, 503))
async def share_clip(
    clip_id: UUID, body: NewShare, principal: Writer, held: Held, request: Request
) -> ShareLink:
    """Make a link by which anybody can see a clip. One that was made before leads nowhere any more."""
    return await _share(held, request, "clip", principal.user_id, clip_id, body)


@router.delete("/api/clips/{clip_id}/share", status_code=204, responses=documented(400, 401, 403, 404, 503))
async def unshare_clip(clip_id: UUID, principal: Writer, held: Held) -> None:
    """Let a clip's link lead nowhere from now on."""
    await _unshare(held, "clip", principal.user_id, clip_id)


@router.post(
    "/api/snapshots/{snapshot_id}/share", status_code=201, responses=documented(400, 401, 403, 404, 503)
)
async def share_snapshot(
    snapshot_id: UUID, body: NewShare, principal: Writer, held: Held, request: Request
) -> ShareLink:
    """Make a link by which anybody can see a snapshot. One that was made before leads nowhere any more."""
    return await _share(held, request, "snapshot", principal.user_id, snapshot_id, body)


@router.delete(
    "/api/snapshots/{snapshot_id}/share", status_code=204, responses=documented(400, 401, 403, 404, 503)
)
async def unshare_snapshot(snapshot_id: UUID, principal: Writer, held: Held) -> None:
    """Let a snapshot's link lead nowhere from now on."""
    await _unshare(held, "snapshot", principal.user_id, snapshot_id)


@router.get("/share/{token}", response_class=HTMLResponse, include_in_schema=False)
async def share_page(token: str, held: Held, request: Request) -> HTMLResponse:
    """The page of a link; a page that says so when it leads nowhere."""
    shared = await _find(held, token)
    if shared is None:
        return _gone()
    return HTMLResponse(_page(shared, _base(request), f"/share/{token}"), headers=HEADERS)


@router.api_route("/share/{token}/clip.mp4", methods=["GET", "HEAD"], include_in_schema=False)
async def share_video(token: str, held: Held, request: Request) -> Response:
    """A shared clip's video, with Range."""
    shared = await _find(held, token)
    if shared is None or shared.kind != "clip":
        return _gone()
    # Asked for again each time it is shown: a link that was revoked shows nothing.
    return await answer(request, held, key_of(shared.s3_uri), caching="private, no-cache")


@router.api_route("/share/{token}/picture.jpg", methods=["GET", "HEAD"], include_in_schema=False)
async def share_picture(token: str, held: Held, request: Request) -> Response:
    """A shared snapshot, or a shared clip's poster."""
    shared = await _find(held, token)
    if shared is None or shared.picture is None:
        return _gone()
    return await answer(request, held, key_of(shared.picture), caching="private, no-cache")


@router.get("/share/{anything:path}", include_in_schema=False)
async def share_of_nothing(anything: str) -> HTMLResponse:
    """Else the browser app would be shown, and ask a stranger to sign in."""
    return _gone()


async def _share(
    held: Resources, request: Request, kind: Kind, user_id: UUID, item_id: UUID, body: NewShare
) -> ShareLink:
    token = new_token()
    hours = body.expires_in_hours
    until = None if hours is None else datetime.now(UTC) + timedelta(hours=hours)
    async with held.database.transaction() as conn:
        found = await shares.share(conn, kind, user_id, item_id, _digest(token), until)
    if not found:
        raise _not_found(kind)
    return ShareLink(token=token, url=f"{_base(request)}/share/{token}", expires_at=until)


async def _unshare(held: Resources, kind: Kind, user_id: UUID, item_id: UUID) -> None:
    async with held.database.transaction() as conn:
        found = await shares.revoke(conn, kind, user_id, item_id)
    if not found:
        raise _not_found(kind)


async def _find(held: Resources, token: str) -> Shared | None:
    if TOKEN.fullmatch(token) is None:
        return None
    async with held.database.connection() as conn:
        return await shares.find(conn, _digest(token))


def _page(shared: Shared, base: str, path: str) -> str:
    """The page of a clip or snapshot. base, path: where it is itself; a chat needs both, a browser the path."""
    when = f"{shared.ts:%-d %B %Y, %H:%M} UTC"
    title = "A moment, kept by Pawsight"
    size = f'width="{shared.width}" height="{shared.height}"' if shared.width else ""
    url, video, picture = (f"{base}{path}{name}" for name in ("", "/clip.mp4", "/picture.jpg"))
    properties = {"og:site_name": "Pawsight", "og:title": title, "og:description": when, "og:url": url}
    properties |= {"og:image": picture, "og:image:type": "image/jpeg", **_dimensions("og:image", shared)}
    names = {"twitter:title": title, "twitter:description": when, "twitter:image": picture}
    if shared.kind == "clip":
        properties |= {"og:type": "video.other", "og:video": video, "og:video:type": "video/mp4"}
        properties |= {**_dimensions("og:video", shared), "video:duration": str(shared.duration_ms // 1000)}
        if video.startswith("https:"):
            properties["og:video:secure_url"] = video
        names["twitter:card"] = "player"
        names |= {"twitter:player": url, "twitter:player:stream": video}
        names |= {"twitter:player:stream:content_type": "video/mp4"}
        names |= _dimensions("twitter:player", shared)
        # Muted: no browser plays sound before its person has touched the page.
        plays = "controls autoplay muted playsinline"
        body = f'<video src="{path}/clip.mp4" poster="{path}/picture.jpg" {size} {plays}></video>'
    else:
        properties["og:type"] = "website"
        names["twitter:card"] = "summary_large_image"
        body = f'<img src="{path}/picture.jpg" {size} alt="A snapshot of {when}">'
    head = [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items()]
    head += [f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items()]
    return PAGE.substitute(
        title=escape(title),
        head="\n".join(head),
        style=STYLE,
        body=f'{body}\n<p><time datetime="{rfc3339(shared.ts)}">{escape(when)}</time></p>',
    )


def _dimensions(name: str, shared: Shared) -> dict[str, str]:
    if not shared.width:
        return {}
    return {f"{name}:width": str(shared.width), f"{name}:height": str(shared.height)}


def _gone() -> HTMLResponse:
    body = "<h1>This link leads nowhere</h1>\n<p>It was revoked, has expired, or was never made.</p>"
    page = PAGE.substitute(title="This link leads nowhere", head="", style=STYLE, body=body)
    return HTMLResponse(page, 404, HEADERS)


def _base(request: Request) -> str:
    """The web door as the browser that asks knows it; TLS may end in front of it."""
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else request.url.scheme
    return f"{scheme}://{request.url.netloc}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _not_found(kind: Kind) -> ApiError:
    return ApiError(404, f"{kind.upper()}_NOT_FOUND", f"There is no such {kind}")
