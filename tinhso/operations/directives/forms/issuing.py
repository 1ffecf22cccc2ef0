"""What is typed to issue a directive, to pass a part of one on, to enter a meeting with its tasks."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import DayField, PaperField, Text
from tinhso.core.cases.forms.places import PlaceField
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.forms import Form
from tinhso.kit.passport import Text as Words
from tinhso.kit.passport import systems
from tinhso.operations.directives.actions.issuing import Order
from tinhso.operations.directives.actions.meetings import Held
from tinhso.operations.directives.domain.words import BETTER_WORDS, Better
from tinhso.operations.directives.models import Directive
from tinhso.warehouse.definitions import Counted, Spread, Stock, known

TITLE, LONGEST, TASKS = 160, 4000, 4


def indicators() -> list[tuple[object, object]]:
    """The numbers that can be read for a place, by the system that promises them."""
    titles = {one.label: one.title for one in systems()}
    groups: dict[str, list[tuple[str, Words]]] = {}
    for code, one in sorted(known().items()):
        if isinstance(one, Counted | Spread | Stock):
            groups.setdefault(code.partition(".")[0], []).append((code, one.title))
    return [("", _("None")), *((titles.get(system, system), lines) for system, lines in groups.items())]


class OrderForm(Form):
    """A directive. `offices`: those to which the asker may give a task."""

    title = Text(label=_("The task in one line"), max_length=TITLE)
    lead = forms.ChoiceField(label=_("Which office leads"))
    content = Text(label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    deadline = DayField(label=_("Last day"), help_text=_("For example 30/11/2026"))
    evidence = Text(
        label=_("What shall show that it was done"), required=False, max_length=400,
        help_text=_("Then the answer needs at least one file."),
    )  # fmt: skip
    coordinating = forms.MultipleChoiceField(
        label=_("Choose one or several"), required=False, widget=forms.CheckboxSelectMultiple
    )
    indicator = forms.ChoiceField(label=_("The number"), required=False, choices=indicators)
    place = PlaceField(label=_("Where shall the number move"), required=False)
    better = forms.TypedChoiceField(
        label=_("Rise or fall"), required=False, coerce=Better, empty_value=None, widget=forms.RadioSelect,
        choices=list(BETTER_WORDS.items()),
    )  # fmt: skip
    target = forms.DecimalField(
        label=_("To which value"), required=False, max_digits=14, decimal_places=2, help_text=_("Shares in per cent.")
    )
    alert = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, offices: Iterable[Organisation], parent: Directive | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parent, self.offices = parent, {str(one.uuid): one for one in offices}
        choices = [(key, said(one)) for key, one in self.offices.items()]
        _offer(self.fields["lead"], [("", _("Choose an office")), *choices])
        _offer(self.fields["coordinating"], choices)

    @property
    def order(self) -> Order:
        """What was typed. The form must be valid."""
        told = self.cleaned_data
        return Order(
            lead=self.offices[told["lead"]], coordinating=[self.offices[key] for key in told["coordinating"]],
            title=told["title"], content=told["content"], deadline=told["deadline"], evidence=told["evidence"],
            alert=told["alert"], indicator=told["indicator"], place=_place(told["place"]), better=told["better"],
            target=told["target"], parent=self.parent,
        )  # fmt: skip


class MeetingForm(Form):
    """A meeting, and up to `TASKS` tasks that it gave; a line that is left empty is none."""

    title = Text(label=_("Which meeting"), max_length=TITLE)
    held_on = DayField(label=_("Held on"))
    minutes = PaperField(OFFICE, "minutes", label=_("The paper of its conclusion"), required=False)

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.uuid): one for one in offices}
        self.tasks = [TaskForm(*args, prefix=f"task{n}", offices=self.offices) for n in range(1, TASKS + 1)]

    def is_valid(self) -> bool:
        """With every line of a task."""
        return all([super().is_valid(), *(task.is_valid() for task in self.tasks)])

    @property
    def held(self) -> Held:
        told = self.cleaned_data
        return Held(title=told["title"], held_on=told["held_on"], minutes=told["minutes"])

    @property
    def orders(self) -> list[Order]:
        return [task.order for task in self.tasks if task.has_changed()]


class TaskForm(Form):
    """One task of a meeting."""

    content = Text(label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.ChoiceField(label=_("Which office leads"))
    deadline = DayField(label=_("Last day"))

    def __init__(self, *args: Any, offices: Mapping[str, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.offices = offices
        choices = [(key, said(one)) for key, one in offices.items()]
        _offer(self.fields["lead"], [("", _("Choose an office")), *choices])

    @property
    def order(self) -> Order:
        told = self.cleaned_data
        title = told["content"].split("\n", 1)[0]
        short = title if len(title) <= TITLE else f"{title[: TITLE - 1].rsplit(' ', 1)[0]}…"
        return Order(
            lead=self.offices[told["lead"]], title=short, content=told["content"], deadline=told["deadline"]
        )  # fmt: skip


def said(office: Organisation) -> str:
    """A committee by its commune too: all of them have one name's beginning."""
    return office.name if office.place.name in office.name else f"{office.name}, {office.place.full_name}"


def _place(uuid: str | None) -> Place | None:
    return Place.objects.select_related("parent").get(uuid=UUID(uuid)) if uuid else None


def _offer(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
