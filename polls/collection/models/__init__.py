"""Index of the stage's models: what respondents send, and the links by which they come in."""

from polls.collection.models.links import Arrival, Link, WaveCount
from polls.collection.models.registrations import Registration, RegistrationPage
from polls.collection.models.responses import (
    DailyCount,
    Draft,
    Paradata,
    QuotaBook,
    Response,
    SealedResponse,
    TurnedAway,
    Upload,
    new_upload_id,
)

__all__ = [
    "Arrival",
    "DailyCount",
    "Draft",
    "Link",
    "Paradata",
    "QuotaBook",
    "Registration",
    "RegistrationPage",
    "Response",
    "SealedResponse",
    "TurnedAway",
    "Upload",
    "WaveCount",
    "new_upload_id",
]
