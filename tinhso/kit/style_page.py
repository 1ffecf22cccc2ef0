"""The living style page: every part in every state, with invented people."""

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


def showcase() -> dict[str, object]:
    """Everything the style page shows."""
    return {"colours": COLOURS}


COLOURS: tuple[tuple[str, Text], ...] = (("ink", _("Ink")),)
