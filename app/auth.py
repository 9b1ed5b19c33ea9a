"""Sign-in: a token in a header for programs, a cookie that holds a session token for browsers."""

import time
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, Field
from redis.exceptions import RedisError
from starlette.requests import HTTPConnection

from app.errors import ApiError, documented
from app.paging import Page
from app.resources import Held, Resources, of
from app.tokens import SCOPES, Principal, TokenCache, new_token, sha256
from db import tokens
from pawsight.channels import TOKENS_REVOKED
from pawsight.messages import Wire

COOKIE = "pawsight_session"
SESSION = timedelta(days=30)
FAILURES_A_MINUTE = 20

router = APIRouter(prefix="/api/auth", tags=["auth"], responses=documented(400, 401, 403, 503))

Scope = Literal["read", "write", "models", "admin"]


class Login(Wire):
    """A token of yours: the owner's, or a personal access token."""

    token: str = Field(min_length=1, max_length=500, examples=["k3v0..."])


class Me(Wire):
    """Who is signed in."""

    user_id: UUID
    email: str = Field(examples=["owner@pawsight.local"])
    role: str = Field(examples=["owner"])
    scopes: list[Scope] = Field(examples=[list(SCOPES)])


class NewToken(Wire):
    """A personal access token to be made."""

    name: str = Field(min_length=1, max_length=100, examples=["notebook"])
    scopes: list[Scope] = Field(min_length=1, examples=[["read", "models"]])
    expires_in_days: int | None = Field(None, ge=1, le=3650, examples=[90])


class TokenInfo(Wire):
    """A personal access token; the token itself is stored nowhere."""

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    last_used_at: AwareDatetime | None


class MadeToken(TokenInfo):
    """A new token, shown this one time."""

    token: str


async def principal_of(connection: HTTPConnection) -> Principal:
    """Whoever sent this request or opened this WebSocket.

    Raises:
        ApiError: 401 when there is no token or nobody holds it; 403 when another site sent the cookie.
    """
    header = connection.headers.get("authorization")
    if header is not None:
        token = bearer(header)
    else:
        token = connection.cookies.get(COOKIE, "")
        _refuse_other_sites(connection)
    return await holder(token, of(connection).tokens)


def bearer(header: str) -> str:
    """The token in an `authorization` header or metadata; empty when it is of another kind."""
    scheme, _, token = header.partition(" ")
    return token if scheme.lower() == "bearer" else ""


async def holder(token: str, tokens: TokenCache) -> Principal:
    """Who holds this token.

    Raises:
        ApiError: 401 when nobody does, or it is empty.
    """
    principal = await tokens.principal(token) if token else None
    if principal is None:
        raise ApiError(401, "NOT_SIGNED_IN", "Sign in first", "Send `Authorization: Bearer TOKEN` or sign in")
    return principal


def require(scope: Scope, principal: Principal) -> Principal:
    """The principal, if its token has the scope.

    Raises:
        ApiError: 403 when it has not.
    """
    if scope not in principal.scopes and "admin" not in principal.scopes:
        raise ApiError(403, "SCOPE_MISSING", f"This token lacks the scope `{scope}`")
    return principal


def _refuse_other_sites(connection: HTTPConnection) -> None:
    """SameSite keeps the cookie from other sites; WebSockets and old browsers need this second lock."""
    origin = connection.headers.get("origin")
    changes = connection.scope["type"] == "websocket" or connection.scope["method"] not in ("GET", "HEAD")
    if changes and origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise ApiError(403, "CROSS_SITE", "This request came from another site", f"Origin: {origin}")


def allow(scope: Scope) -> Callable[[HTTPConnection], Coroutine[Any, Any, Principal]]:
    """A dependency: the principal, if its token has the scope; else 403."""

    async def check(connection: HTTPConnection) -> Principal:
        return require(scope, await principal_of(connection))

    return check


Reader = Annotated[Principal, Depends(allow("read"))]
Writer = Annotated[Principal, Depends(allow("write"))]
SignedIn = Annotated[Principal, Depends(principal_of)]


class _Failures:
    """Failed sign-ins of the last minute: nobody tries a thousand tokens here."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque()

    def check(self) -> None:
        while self._moments and time.monotonic() - self._moments[0] > 60:
            self._moments.popleft()
        if len(self._moments) >= FAILURES_A_MINUTE:
            raise ApiError(429, "TOO_MANY_ATTEMPTS", "Too many wrong tokens; wait a minute")

    def count(self) -> None:
        self._moments.append(time.monotonic())


_failures = _Failures()


@router.post("/login", status_code=204, responses=documented(429))
async def login(body: Login, connection: HTTPConnection, response: Response, held: Held) -> None:
    """Exchange a token for a session cookie (HttpOnly, SameSite=Strict, 30 days)."""
    _failures.check()
    _refuse_other_sites(connection)
    principal = await held.tokens.principal(body.token)
    if principal is None:
        _failures.count()
        raise ApiError(401, "TOKEN_UNKNOWN", "This token is not valid", "Copy it again from the terminal")
    session = new_token()
    async with held.database.transaction() as conn:
        await tokens.insert(
            conn,
            user_id=principal.user_id,
            name="browser",
            kind="session",
            token_sha256=sha256(session),
            scopes=sorted(principal.scopes),
            expires_at=datetime.now(UTC) + SESSION,
        )
    response.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=connection.url.scheme == "https" or connection.headers.get("x-forwarded-proto") == "https",
    )


@router.post("/logout", status_code=204)
async def logout(principal: SignedIn, response: Response, held: Held) -> None:
    """End this browser's session."""
    if principal.kind == "session":
        await _revoke(held, principal.user_id, principal.token_id)
    response.delete_cookie(COOKIE)


@router.get("/me")
async def me(principal: SignedIn) -> Me:
    """Who is signed in, and what this token may do."""
    return Me.model_validate(
        {
            "user_id": principal.user_id,
            "email": principal.email,
            "role": principal.role,
            "scopes": [scope for scope in SCOPES if scope in principal.scopes],
        }
    )


@router.get("/tokens")
async def list_tokens(principal: Reader, held: Held) -> Page[TokenInfo]:
    """Your personal access tokens, newest first."""
    async with held.database.connection() as conn:
        rows = await tokens.list_personal(conn, principal.user_id)
    return Page[TokenInfo](items=[TokenInfo.model_validate(_info(row)) for row in rows], next_cursor=None)


@router.post("/tokens", status_code=201)
async def make_token(body: NewToken, principal: Writer, held: Held) -> MadeToken:
    """Make a personal access token. Nobody can give a scope that they do not have."""
    missing = set(body.scopes) - principal.scopes
    if missing and "admin" not in principal.scopes:
        raise ApiError(403, "SCOPE_MISSING", "You can't give what you don't have", ", ".join(sorted(missing)))
    token = new_token()
    expires = body.expires_in_days and datetime.now(UTC) + timedelta(days=body.expires_in_days)
    async with held.database.transaction() as conn:
        row = await tokens.insert(
            conn,
            user_id=principal.user_id,
            name=body.name,
            kind="personal",
            token_sha256=sha256(token),
            scopes=list(body.scopes),
            expires_at=expires or None,
        )
    return MadeToken.model_validate({**_info(row), "token": token})


@router.delete("/tokens/{token_id}", status_code=204, responses=documented(404))
async def revoke_token(token_id: UUID, principal: Writer, held: Held) -> None:
    """Revoke a personal access token; its WebSockets are closed at once."""
    await _revoke(held, principal.user_id, token_id)


async def _revoke(held: Resources, user_id: UUID, token_id: UUID) -> None:
    async with held.database.transaction() as conn:
        digest = await tokens.revoke(conn, user_id, token_id)
    if digest is None:
        raise ApiError(404, "TOKEN_NOT_FOUND", "There is no such token")
    held.tokens.forget(digest.hex())
    try:
        await held.redis.publish(TOKENS_REVOKED, digest.hex())
    except RedisError as error:
        # Other replicas remember a principal for 30 s at most.
        raise ApiError(
            503, "REDIS_UNAVAILABLE", "Revoked; it may be accepted for 30 s more", str(error)
        ) from error


def _info(row: tokens.Token) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "scopes": list(row.scopes),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
    }
