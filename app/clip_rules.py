"""Rules: which events keep a clip by themselves."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import Page
from app.resources import Held
from db import clip_rules
from db.errors import ConstraintViolated
from pawsight.messages import Wire, rfc3339

router = APIRouter(
    prefix="/api/clip-rules", tags=["gallery"], responses=documented(400, 401, 403, 404, 409, 503)
)

SAME_RULE: Final = "clip_rules_user_id_event_type_camera_id_key"
NO_CAMERA: Final = "clip_rules_user_id_camera_id_fkey"

PreRoll = Annotated[float, Field(ge=0, le=60, description="seconds kept before the event")]
PostRoll = Annotated[float, Field(ge=1, le=120, description="seconds kept after it")]
CoolDown = Annotated[
    float, Field(ge=0, le=86_400, description="for so many seconds after an event, further ones keep nothing")
]


class NewRule(Wire):
    """Let events of a type keep a clip; of one camera, or of every one that has no rule of its own for them."""

    event_type: Annotated[
        str, Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$", examples=["enter_frame"])
    ]
    camera_id: UUID | None = None
    pre_roll_s: PreRoll = 5.0
    post_roll_s: PostRoll = 10.0
    cool_down_s: CoolDown = 0.0
    enabled: bool = True


class RuleInfo(NewRule):
    """One rule."""

    id: UUID
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


class RuleChange(Wire):
    """What shall be different; what is left out stays."""

    pre_roll_s: PreRoll | None = None
    post_roll_s: PostRoll | None = None
    cool_down_s: CoolDown | None = None
    enabled: bool | None = None


@router.get("")
async def list_clip_rules(principal: Reader, held: Held) -> Page[RuleInfo]:
    """Your rules, oldest first."""
    async with held.database.connection() as conn:
        rows = await clip_rules.list_all(conn, principal.user_id)
    return Page[RuleInfo](items=[_info(row) for row in rows], next_cursor=None)


@router.post("", status_code=201)
async def add_clip_rule(body: NewRule, principal: Writer, held: Held) -> RuleInfo:
    """Make a rule. It counts for what happens from now on."""
    try:
        async with held.database.transaction() as conn:
            if len(await clip_rules.list_all(conn, principal.user_id)) >= clip_rules.MOST_RULES:
                raise ApiError(400, "TOO_MANY_RULES", "There are too many rules already")
            row = await clip_rules.insert(
                conn,
                principal.user_id,
                event_type=body.event_type,
                camera_id=body.camera_id,
                pre_roll_s=body.pre_roll_s,
                post_roll_s=body.post_roll_s,
                cool_down_s=body.cool_down_s,
                enabled=body.enabled,
            )
    except ConstraintViolated as error:
        if error.constraint == SAME_RULE:
            raise ApiError(
                409, "RULE_EXISTS", "There is a rule for these events already", "Change that one"
            ) from error
        if error.constraint == NO_CAMERA:
            raise ApiError(404, "CAMERA_NOT_FOUND", "There is no such camera") from error
        raise
    return _info(row)


@router.patch("/{rule_id}")
async def change_clip_rule(rule_id: UUID, body: RuleChange, principal: Writer, held: Held) -> RuleInfo:
    """Change a rule, or switch it off or on."""
    async with held.database.transaction() as conn:
        row = await clip_rules.update(
            conn,
            principal.user_id,
            rule_id,
            pre_roll_s=body.pre_roll_s,
            post_roll_s=body.post_roll_s,
            cool_down_s=body.cool_down_s,
            enabled=body.enabled,
        )
    if row is None:
        raise _not_found()
    return _info(row)


@router.delete("/{rule_id}", status_code=204)
async def delete_clip_rule(rule_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a rule. Clips that it kept stay."""
    async with held.database.transaction() as conn:
        deleted = await clip_rules.delete(conn, principal.user_id, rule_id)
    if not deleted:
        raise _not_found()


def _not_found() -> ApiError:
    return ApiError(404, "RULE_NOT_FOUND", "There is no such rule")


def _info(row: clip_rules.ClipRule) -> RuleInfo:
    return RuleInfo(
        id=row.id,
        event_type=row.event_type,
        camera_id=row.camera_id,
        pre_roll_s=round(row.pre_roll_s, 3),
        post_roll_s=round(row.post_roll_s, 3),
        cool_down_s=round(row.cool_down_s, 3),
        enabled=row.enabled,
        created_at=row.created_at,
    )
