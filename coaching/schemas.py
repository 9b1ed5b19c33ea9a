"""What the coach is asked and what it answers: the contract's schemas, with a little more on the way out."""

from datetime import timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, NonNegativeInt, model_validator
from pydantic.alias_generators import to_camel

from pawsight.messages import Fraction, Wire

LONGEST_SESSION: Final = timedelta(days=7)
MOST_EVENTS: Final = 500

Source = Literal["model", "rules"]


class Asked(BaseModel):
    """A request of the coach. What it does not know it leaves alone: clients send events as they have them."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class ToldEvent(Asked):
    """An event that the client has at hand. Only its id is used: what happened is read from your own rows."""

    id: UUID | None = None


ToldEvents = Annotated[
    list[ToldEvent],
    Field(
        max_length=MOST_EVENTS,
        description="those of them that are yours are looked at; left out: your last ones",
    ),
]
Untold = Annotated[
    JsonValue, Field(description="taken, as the contract has it; the figures are counted from your own rows")
]


class TipsRequest(Asked):
    """What the dog does now, and what it did before."""

    current_action: Annotated[str, Field(min_length=1, max_length=100, examples=["bark"])]
    recent_events: ToldEvents = []
    session_context: Annotated[
        JsonValue, Field(description='an object may say the `goal` of the session, such as "sit"')
    ] = None


class SummaryRequest(Asked):
    """A session that is over, of up to seven days."""

    session_start: AwareDatetime
    session_end: AwareDatetime
    events: ToldEvents = []
    metrics: Untold = None

    @model_validator(mode="after")
    def _in_order(self) -> "SummaryRequest":
        if not timedelta() < self.session_end - self.session_start <= LONGEST_SESSION:
            raise ValueError("sessionEnd must be after sessionStart, by seven days at most")
        return self


class ChatContext(Asked):
    """What the client has on its screen."""

    events: ToldEvents = []
    metrics: Untold = None


class ChatRequest(Asked):
    """A question about the dog."""

    question: Annotated[
        str, Field(min_length=1, max_length=1000, examples=["How often did she bark yesterday?"])
    ]
    context: ChatContext = ChatContext()


class Reference(Wire):
    """An entry of the knowledge base that advice comes from."""

    id: str
    title: str
    source: str


class CoachAnswer(Wire):
    """What every answer says of itself."""

    confidence: Fraction = Field(description="lower when the rules answer than when the model does")
    source: Source = Field(
        description="who worded the advice. Figures, times and clips always come from your rows"
    )
    references: list[Reference] = Field(description="where the advice comes from")


class TipsResponse(CoachAnswer):
    """One thing to do now."""

    tip: str


class SummaryResponse(CoachAnswer):
    """What a session came to."""

    summary: str
    wins: list[str]
    setbacks: list[str]
    suggestions: list[str]
    highlight_clips: list[UUID] = Field(description="ids of your clips, the most telling first")


class ChatResponse(CoachAnswer):
    """The answer to a question."""

    answer: str
    relevant_timestamps: list[NonNegativeInt] = Field(
        description="milliseconds since the epoch, of events of yours, the newest first"
    )
    declined: bool = Field(description="a question for a veterinarian, which no coach may answer")


_REFERENCE: Final = {
    "id": "bark-quiet",
    "title": "Quiet earns more than barking",
    "source": "Yin, How to Behave So Your Dog Behaves (2010)",
}
TIPS_EXAMPLE: Final = {
    "confidence": 0.5,
    "source": "rules",
    "references": [_REFERENCE],
    "tip": "Say nothing while it barks; praise and treat as soon as it has been quiet for a moment.",
}
SUMMARY_EXAMPLE: Final = {
    "confidence": 0.5,
    "source": "rules",
    "references": [_REFERENCE],
    "summary": "In 42 minutes before the camera your dog sat 6 times and barked 3 times.",
    "wins": ["6 sits, 2 more than in the same time before."],
    "setbacks": ["3 barks."],
    "suggestions": ["Say nothing while it barks; praise and treat as soon as it is quiet."],
    "highlightClips": ["0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11"],
}
CHAT_EXAMPLE: Final = {
    "confidence": 0.5,
    "source": "rules",
    "references": [_REFERENCE],
    "answer": "Yesterday I counted 57 barks, most of them between 8 and 9 o'clock.",
    "relevantTimestamps": [1761294600000],
    "declined": False,
}
