"""A refusal: what a person is told when an action cannot be done."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Refusal(Exception):
    """Raised by an action that will not do what was asked; nothing has changed.

    Subclasses stand beside the action that raises them and carry the `sentence` for the person: what is wrong and
    what to do. `field` names the form field it belongs to. Pages show it on the form, the API answers 409.
    """

    sentence: ClassVar[Text]
    field: ClassVar[str | None] = None

    def __init__(self, sentence: Text | None = None, *, field: str | None = None) -> None:
        self.told = sentence if sentence is not None else self.sentence
        self.at_field = field if field is not None else self.field
        super().__init__(str(type(self).__name__))

    @property
    def code(self) -> str:
        """A name for machines: the class's name."""
        return type(self).__name__


class NotYours(Refusal):
    """The one who acts has no right to this; a caller outside the doors learns it here."""

    sentence = _("You may not do this from your post. Ask the head of your office.")
