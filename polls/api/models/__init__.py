"""Tokens, webhooks, and the messages to them."""

from polls.api.models.hooks import Delivery, DeliveryAttempt, Webhook
from polls.api.models.tokens import AccessEvent, ApiToken, Scope

__all__ = ["AccessEvent", "ApiToken", "Delivery", "DeliveryAttempt", "Scope", "Webhook"]
