"""What changed and who must be told: the difference of two states, and certificates of what was taken back."""

from graph_service.alerts.certificate import (
    Certificate,
    negative,
    of_changes,
)
from graph_service.alerts.receipt import Receipt
from graph_service.alerts.signing import Signed, Signer, check_signed, public_key_of

__all__ = [
    "Certificate",
    "Receipt",
    "Signed",
    "Signer",
    "check_signed",
    "negative",
    "of_changes",
    "public_key_of",
]
