"""Signatures of messages, as the Standard Webhooks specification 1.0 writes them (standardwebhooks.com)."""

import base64
import hmac
from datetime import datetime

from polls.api import secrets
from polls.api.models import Delivery


def headers_of(delivery: Delivery, *, now: datetime) -> dict[str, str]:
    """Give the three headers of one try at ``now``.

    The signature is of id, time and body. For a day after a new secret was given a second one is made with the former,
    so that a receiver may change over when it likes.
    """
    hook, stamp = delivery.hook, int(now.timestamp())
    generations = [hook.generation]
    if hook.previous_until and now < hook.previous_until:
        generations.append(hook.generation - 1)
    keys = [secrets.hook_key(hook.pk, each) for each in generations]
    name = message_id(delivery)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signature(key, name, stamp, delivery.body) for key in keys),
    }


def message_id(delivery: Delivery) -> str:
    """Give the id of a message, the same at each try: by it a receiver knows what it has already."""
    return f"msg_{delivery.pk.hex}"


def signature(key: bytes, name: str, stamp: int, body: str) -> str:
    digest = hmac.digest(key, f"{name}.{stamp}.{body}".encode(), "sha256")
    return "v1," + base64.b64encode(digest).decode()
