"""What happens on the telephone: a text message comes in and is answered, a call goes from step to step."""

from tinhso.core.telephone.actions.answering import answer_text
from tinhso.core.telephone.actions.calling import Pressed, hear_call, step_call
from tinhso.core.telephone.actions.forgetting import forget_old
from tinhso.core.telephone.actions.receiving import Incoming, take_text

__all__ = ["Incoming", "Pressed", "answer_text", "forget_old", "hear_call", "step_call", "take_text"]
