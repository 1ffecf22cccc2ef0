"""What a person may type about accounts. Refusals of the actions come back to these fields."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.consents import Agreed
from tinhso.core.accounts.actions.recovery import Check
from tinhso.core.accounts.actions.whom import HELPS, Whom
from tinhso.core.accounts.domain.passwords import LONGEST
from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.domain.words import ROLES
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.forms import PlaceField, places_for
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.forms import Form, PictureChoice, Told

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ENTER_CODE = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"})


YES, NO = "yes", "no"


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


class ConsentForm(Form):
    """How the person beside the helper says yes; stands in the form of the thing itself and goes with it in one post.

    One of the ways is enough. Each brings its own proof: a recording, a tap on a picture, a drawn signature, a paper.
    """

    consent_by = forms.ChoiceField(
        label=_("How do they say yes?"),
        choices=[
            (Evidence.VOICE.value, _("By voice")),
            (Evidence.CARD.value, _("Tap a picture")),
            (Evidence.SIGNATURE.value, _("Sign here")),
            (Evidence.PAPER.value, _("On paper")),
        ],
        widget=PictureChoice(
            {
                Evidence.VOICE: "microphone",
                Evidence.CARD: "hand-tap",
                Evidence.SIGNATURE: "signature",
                Evidence.PAPER: "fingerprint",
            }
        ),
        error_messages={"required": _("Let them choose how they say yes.")},
    )
    consent_voice = forms.FileField(
        label=_("Record them saying yes"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": "user"}),
    )
    consent_card = forms.ChoiceField(
        label=_("They tap themselves: yes or no?"),
        choices=[(YES, _("Yes, I agree")), (NO, _("No, I do not want it"))],
        required=False,
        widget=PictureChoice({YES: "thumbs-up", NO: "thumbs-down"}),
    )
    consent_witness = forms.CharField(label=_("Who else is there? Write their name"), required=False, max_length=80)
    consent_signature = forms.FileField(
        label=_("A picture of the signature"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    consent_paper = forms.FileField(
        label=_("Take a photo of the signed paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    consent_language = forms.ChoiceField(label=_("In which language were they told?"), required=False)
    autocomplete = {"consent_witness": "off"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["consent_language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = [("", _("Choose one")), *((one.code, one.name) for one in languages().values())]

    def clean(self) -> dict[str, Any]:
        """Ask for the proof that belongs to the way that was chosen, and for nothing else."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        way = said.get("consent_by", "")
        if way == Evidence.CARD:
            self._card(said)
        elif way and not said.get(f"consent_{way}"):
            self.add_error(f"consent_{way}", _("This is still missing. Without it they have not said yes."))
        return said

    def agreed(self, said_at: datetime) -> Agreed:
        """What a valid form heard. `said_at`: when, by our clock."""
        said = self.cleaned_data
        way = Evidence(said["consent_by"])
        upload = said.get(f"consent_{way}") if way is not Evidence.CARD else None
        return Agreed(
            way=way,
            said_at=said_at,
            upload=upload,
            language=said["consent_language"],
            witness=said["consent_witness"].strip(),
        )

    def _card(self, said: dict[str, Any]) -> None:
        if said.get("consent_card") == NO:
            self.add_error("consent_card", _("They said no. Nothing is sent; you may throw it away."))
        elif not said.get("consent_card"):
            self.add_error("consent_card", _("Give them the phone. They tap one of the two pictures."))
        if not said.get("consent_witness", "").strip():
            self.add_error("consent_witness", _("Write who else is there. A tap alone proves too little."))


class WhomForm(Form):
    """For whom it is done: somebody chosen before (`person`), or name, birth and number as they tell them."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whom_name = Told(Name.read, label=_("Their name"), required=False)
    whom_born = Told(
        read_birth,
        label=_("Day or year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    whom_number = Told(
        IdentityNumber.read,
        label=_("Identity number, if they know it"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    whom_home = PlaceField(label=_("Lives in"), required=False, empty_label=_("Choose the village or commune"))
    autocomplete = {"whom_name": "off", "whom_born": "off", "whom_number": "off"}

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self.fields["whom_home"]
        if isinstance(home, PlaceField):
            home.queryset = places_for(rights, HELPS)

    def clean(self) -> dict[str, Any]:
        """Somebody must be meant."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("person") and not said.get("whom_number"):
            for name in ("whom_name", "whom_born"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose whom you help, or write name and birth date."))
        return said

    @property
    def whom(self) -> Whom:
        """Whom a valid form means."""
        said = self.cleaned_data
        if said["person"]:
            return Whom(person=said["person"], name=said["whom_name"])
        born, year = said["whom_born"] or (None, None)
        home = said["whom_home"].pk if said["whom_home"] else None
        return Whom(name=said["whom_name"], born=born, year=year, number=said["whom_number"], home=home)
