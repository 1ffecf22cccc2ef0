"""What came in by telephone: text messages until they are answered, calls while they last."""

from tinhso.core.telephone.models.calls import Call
from tinhso.core.telephone.models.texts import TextMessage

__all__ = ["Call", "TextMessage"]
