"""What a browser may send us as files."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from polls.codebook.schema import MOST_MEGABYTES

LARGEST_POST = (MOST_MEGABYTES + 2) * 1024 * 1024
"""The largest file that a question may ask for, with the answers beside it."""


class LimitedUploads(FileUploadHandler):
    """Refuses a post that is larger than any of our forms can be, before it is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  # Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > LARGEST_POST:
            raise RequestDataTooBig("the post is larger than any file that is asked for")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
