"""The full addresses of resources, as they stand in answers and messages."""

from django.conf import settings
from django.urls import reverse


def resource(name: str, **parts: object) -> str:
    """Give the full address of a resource by the name of its endpoint."""
    return str(settings.SITE_URL) + reverse(f"polls:{name}", kwargs=parts)
