"""What is typed about an award: a proposal, the seats of a council, an opinion, a decision."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Account
from tinhso.kit.forms import Form
from tinhso.society.teams.actions.awards import Proposal
from tinhso.society.teams.domain.awarding import SAYS_WORDS, Says
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.models import AwardKind, Member, Team

if TYPE_CHECKING:
    AccountChoices = forms.ModelMultipleChoiceField[Account]
else:
    AccountChoices = forms.ModelMultipleChoiceField

WHOLE_TEAM = ""
REASONS = 2_000


class ProposeForm(Form):
    """Who gets which award for which time, and why."""

    kind = forms.ChoiceField(label=_("Which award"), widget=forms.RadioSelect)
    member = forms.ChoiceField(label=_("For whom"), required=False)
    period = forms.TypedChoiceField(label=_("For which time"), coerce=Period.read)
    reasons = forms.CharField(
        label=_("Why"), max_length=REASONS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The numbers of this time go along by themselves."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, team: Team, kinds: list[AwardKind], periods: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.kinds = team, {one.code: one for one in kinds}
        self.members = {str(one.uuid): one for one in Member.objects.now().for_page().filter(team=team)}
        people = [(key, one.person.shown) for key, one in self.members.items()]
        _offer(self.fields["kind"], [(code, one.title) for code, one in self.kinds.items()])
        _offer(self.fields["member"], [(WHOLE_TEAM, _("The whole team")), *people])
        _offer(self.fields["period"], periods)

    @property
    def proposal(self) -> Proposal:
        told = self.cleaned_data
        return Proposal(
            kind=self.kinds[told["kind"]], team=self.team, member=self.members.get(told["member"]),
            period=told["period"], reasons=told["reasons"],
        )  # fmt: skip


class SeatsField(AccountChoices):
    """Accounts, called by their people."""

    def label_from_instance(self, obj: Account) -> str:
        return obj.called


class CouncilForm(Form):
    """Who has a seat."""

    members = SeatsField(
        label=_("Members of the council"), queryset=Account.objects.none(), to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, accounts: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        if isinstance(field, SeatsField):
            field.queryset = Account.objects.filter(pk__in=[one.pk for one in accounts]).select_related("person")


class OpinionForm(Form):
    """What a member of the council thinks."""

    says = forms.TypedChoiceField(
        label=_("What do you think?"), coerce=Says, widget=forms.RadioSelect,
        choices=[(one.value, word) for one, word in SAYS_WORDS.items() if one],
    )  # fmt: skip
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class GrantForm(Form):
    """The decision to give it; a PIN signs the paper."""

    words = forms.CharField(
        label=_("Something to add to the decision"), required=False, max_length=REASONS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN of your signature"), required=False, max_length=64,
        help_text=_("Without it the decision is printed and signed by hand."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class RefuseForm(Form):
    """Why it is not given."""

    reason = forms.CharField(label=_("Why not?"), max_length=REASONS, widget=forms.Textarea(attrs={"rows": 2}))


def _offer(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
