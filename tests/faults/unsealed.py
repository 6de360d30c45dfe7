"""A control: the web server with one guard taken out. Anonymous answers go into the urn as they are."""

from ksfsurvey.wsgi import application

from polls.collection.services import submission  # isort: skip - after Django is set up


class OpenBox:
    """Looks like a sealed box and is none."""

    def __init__(self, key: object) -> None: ...

    def encrypt(self, plain: bytes) -> bytes:
        return plain.rstrip()  # PostgreSQL would compress the padding, and the words with it


setattr(submission, "SealedBox", OpenBox)  # noqa: B010

__all__ = ["application"]
