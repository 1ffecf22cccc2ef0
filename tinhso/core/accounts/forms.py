"""What a person may type about accounts. Refusals of the actions come back to these fields."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.recovery import Check
from tinhso.core.accounts.domain.passwords import LONGEST
from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.domain.words import ROLES
from tinhso.core.accounts.models import Account
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ENTER_CODE = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"})


def begin_of(day: date) -> datetime:
    """The first moment of a day on the province's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The moment after a day's last one."""
    return begin_of(day + timedelta(days=1))


def _called(account: Account) -> str:
    return account.called


def _password(label: "_StrPromise", autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget)


class SignInForm(Form):
    """The officers' door, first step. Nothing is said about the form of a name: that would tell who exists."""

    username = forms.CharField(label=_("User name"), max_length=150)
    password = _password(_("Password"), "current-password")
    autocomplete = {"username": "username"}


class CodeForm(Form):
    """The second step by an app's code."""

    code = forms.CharField(label=_("The 6 digits in your app"), max_length=12, widget=_ENTER_CODE)


class AgainForm(Form):
    """Who has been signed in for a while shows again that it is they."""

    password = _password(_("Password"), "current-password")
    code = forms.CharField(label=_("The 6 digits in your app"), max_length=12, widget=_ENTER_CODE)


class PasswordForm(Form):
    """A new password, with the present one."""

    password = _password(_("Present password"), "current-password")
    new_password = _password(_("New password"), "new-password")


class BeginForm(Form):
    """An invitation and the first password."""

    invitation = forms.CharField(label=_("Invitation"), max_length=100)
    new_password = _password(_("New password"), "new-password")


class TokenForm(Form):
    """A token for a machine."""

    name = forms.CharField(label=_("Which machine is it for?"), max_length=80)
    scope = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)
    last_day = forms.DateField(label=_("Until which day?"))

    def __init__(self, *args: Any, permissions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        if isinstance(scope, forms.MultipleChoiceField):
            scope.choices = [(name, name) for name in permissions]


class PostForm(Form):
    """A post for someone: what as, for which office, where, until when. The choices are the giver's own part."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Office"), to_field_name="uuid", empty_label=_("Choose one")
    )
    role = forms.ChoiceField(label=_("As what?"))
    title = forms.CharField(label=_("What the post is called"), max_length=150)
    place: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("For which part of the province?"),
        to_field_name="uuid",
        empty_label=_("Choose one"),
    )
    last_day = forms.DateField(label=_("Until which day?"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        places: QuerySet[Place],
        roles: list[Role],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("organisation", organisations), ("place", places)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [(role.value, ROLES[role]) for role in roles]


class DelegateForm(Form):
    """Lending one's post."""

    to: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        Account.objects.none(), label=_("To whom?"), to_field_name="uuid", empty_label=_("Choose one")
    )
    first_day = forms.DateField(label=_("From which day?"))
    last_day = forms.DateField(label=_("Until which day?"))
    reason = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, colleagues: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        if isinstance(to, forms.ModelChoiceField):
            to.queryset = colleagues
            setattr(to, "label_from_instance", _called)


class AbsenceForm(Form):
    """Days away."""

    first_day = forms.DateField(label=_("First day away"))
    last_day = forms.DateField(label=_("Last day away"))


class MandateForm(Form):
    """A citizen lets someone near them act."""

    helper: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        Account.objects.none(), label=_("Who may act for you?"), to_field_name="uuid", empty_label=_("Choose one")
    )
    last_day = forms.DateField(label=_("Until which day?"))

    def __init__(self, *args: Any, helpers: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helper = self.fields["helper"]
        if isinstance(helper, forms.ModelChoiceField):
            helper.queryset = helpers
            setattr(helper, "label_from_instance", _called)


class OpenAccountForm(Form):
    """A new account for someone who will work here."""

    username = forms.CharField(label=_("User name"), max_length=150)
    person = forms.UUIDField(label=_("Whose account? The code on the person's page"), required=False)
    autocomplete = {"username": "off"}


class RecoveryForm(Form):
    """The first officer says how they made sure who it is."""

    checked = forms.ChoiceField(
        label=_("How did you make sure who it is?"),
        choices=[
            (Check.CARD.value, _("I held the identity card beside the face")),
            (Check.VNEID.value, _("I saw VNeID level 2 on their phone")),
            (Check.KNOWN.value, _("I have worked with them and they stand before me")),
        ],
        widget=forms.RadioSelect,
    )
