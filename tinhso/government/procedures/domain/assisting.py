"""Filing for someone beside the helper: what they agree to, and the answers that need not be typed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.domain.consents import Task
from tinhso.government.procedures.domain.asking import said_of_oneself
from tinhso.government.procedures.domain.catalogue import Facts

CONSENT = Task(
    scope="procedures",
    version=1,
    words=_("I agree that this helper files this paper for me. They may write down what I tell them for it."),
)
"""Raise `version` whenever the words mean something else."""
FROM_REGISTER = ("person.", "household.")
MOST_TYPED = 200


def known_keys(law: Facts) -> frozenset[str]:
    """Questions that the register of people answers for whom it knows; the helper may leave them empty."""
    return frozenset(field.key for field in law.asked if field.prefill and field.prefill.startswith(FROM_REGISTER))


def filled_up(
    law: Facts, typed: Mapping[str, Any], known: Mapping[str, Any], person: Mapping[str, Any]
) -> dict[str, str]:
    """What was not typed and is known, as it would have been typed. `person`: what the register says of them."""
    found = {**said_of_oneself(law.asked, {**known, **typed}, person), **known}
    return {key: "yes" if said is True else str(said) for key, said in found.items() if not typed.get(key)}


def typed_keys(law: Facts, posted: Collection[str]) -> tuple[str, ...]:
    """The questions that the helper answered, in their order."""
    return tuple(field.key for field in law.asked if field.key in posted)[:MOST_TYPED]
