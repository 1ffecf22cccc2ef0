"""Forms made from data: a list of fields of a definition becomes a Django form whose answers are JSON."""

from tinhso.core.cases.forms.answers import AnswerForm, answers_of, files_of, form_for

__all__ = ["AnswerForm", "answers_of", "files_of", "form_for"]
