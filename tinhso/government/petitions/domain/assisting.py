"""Reporting something for someone beside the helper: what they agree to."""

from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.domain.consents import Task

CONSENT = Task(
    scope="petitions",
    version=1,
    words=_("I agree that this helper reports this in my name. They may write down what I tell them for it."),
)
"""Raise `version` whenever the words mean something else."""
TYPED = "words"
"""What a helper writes down of a report, as it is named in the consent."""
