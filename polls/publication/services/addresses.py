"""The permanent addresses of publications, editions and their files."""

from django.conf import settings
from django.urls import reverse


def address_of(slug: str, number: int | None = None) -> str:
    """Give the whole address of a publication, or of one of its editions for good."""
    return f"{settings.SITE_URL}{path_of(slug, number)}"


def path_of(slug: str, number: int | None = None) -> str:
    """Give the path of a publication, or of one of its editions."""
    if number is None:
        return reverse("polls:published", args=[slug])
    return reverse("polls:published_edition", args=[slug, number])


def file_path(slug: str, number: int, name: str) -> str:
    """Give the path of a file of an edition."""
    return reverse("polls:published_file", args=[slug, number, name])
