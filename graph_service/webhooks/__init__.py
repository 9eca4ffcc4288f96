"""Sending to addresses that others name: which of them may be spoken to, and one careful request."""

from graph_service.webhooks.sending import Answer, send
from graph_service.webhooks.target import Allowed, Target, check

__all__ = ["Allowed", "Answer", "Target", "check", "send"]
