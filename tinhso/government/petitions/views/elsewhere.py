"""What an office does with a petition beside its steps: give it to another, divide it, note something, keep words."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.accounts.models import Post
from tinhso.core.organisations.models import Organisation
from tinhso.government.petitions.actions import handling, writing
from tinhso.government.petitions.actions.joining import Part, split_petition
from tinhso.government.petitions.domain.words import LetterKind
from tinhso.government.petitions.forms import desk as forms
from tinhso.government.petitions.models import Petition, Template
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def forward_petition(request: Request, uuid: UUID) -> HttpResponse:
    """Give it to the office whose matter it is."""
    one = petition_in_reach(request, uuid)
    form = forms.ForwardForm(request.POST or None, place=one.case.place, own=one.case.agency_id)

    def do() -> str:
        to = form.cleaned_data["office"]
        handling.forward(one, to=to, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        return _("%(office)s has it now. The clock runs on.") % {"office": to.name}

    return _small(request, one, form, _("Forward it"), do, home=True)


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def send_back_petition(request: Request, uuid: UUID) -> HttpResponse:
    """It was not ours: back to the office it came from."""
    one = petition_in_reach(request, uuid)
    form = forms.ReasonForm(request.POST or None)

    def do() -> str:
        handling.send_back(one, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        return _("Sent back. The clock runs on.")

    return _small(request, one, form, _("Send it back"), do, home=True)


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def split(request: Request, uuid: UUID) -> HttpResponse:
    """Another thing was said at once: it gets a petition of its own."""
    one = petition_in_reach(request, uuid)
    form = forms.SplitForm(request.POST or None)

    def do() -> str:
        part = Part(form.cleaned_data["topic"], form.cleaned_data["words"])
        (made,) = split_petition(one, [part], by=request.actor, at=request.at)
        return _("%(code)s was made of it.") % {"code": made.ref}

    return _small(request, one, form, _("Split it"), do)


@needs(HANDLE)
@require_POST
def note(request: Request, uuid: UUID) -> HttpResponse:
    """A note for colleagues."""
    one = petition_in_reach(request, uuid)
    form = forms.NoteForm(request.POST)
    if form.is_valid():
        writing.write_note(one, words=form.cleaned_data["words"], by=request.actor, at=request.at)
    else:
        messages.error(request, _("Write a few words first."))
    return redirect("petition_desk", uuid)


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def templates(request: Request) -> HttpResponse:
    """The words of my offices from which letters begin; the same title again is the next version."""
    offices = _my_offices(request)
    form = forms.TemplateForm(request.POST or None)
    if form.is_valid() and offices:
        told: Mapping[str, str] = form.cleaned_data
        try:
            writing.write_template(
                offices[0], kind=LetterKind(told["kind"]), title=told["title"], words=told["words"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept. Letters can begin from it."))
            return redirect("petition_templates")
    kept = Template.objects.filter(agency__in=offices, retired_at=None).order_by("title", "id")
    values = {"form": form, "templates": kept, "office": offices[0] if offices else None}
    return page(request, "petitions/desk/templates.html", values, status=400 if form.errors else 200)


@needs(HANDLE)
@require_POST
def retire_template(request: Request, uuid: UUID) -> HttpResponse:
    """Offer these words no more."""
    found = get_object_or_404(Template, uuid=uuid, agency__in=_my_offices(request))
    writing.retire_template(found, by=request.actor, at=request.at)
    return redirect("petition_templates")


def _my_offices(request: Request) -> list[Organisation]:
    """The offices of the posts of who asks, the newest post first."""
    posts = Post.objects.in_force(request.at).filter(account=request.actor.account)
    return list(dict.fromkeys(post.organisation for post in posts.select_related("organisation").order_by("-pk")))


def _small(
    request: Request, one: Petition, form: Form, title: str, do: Callable[[], str], *, home: bool = False
) -> HttpResponse:
    """A small form about one petition; `home`: afterwards it may lie out of reach, so the inbox is shown."""
    if form.is_valid():
        try:
            told = do()
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, told)
            return redirect("inbox") if home else redirect("petition_desk", one.uuid)
    values = {"petition": one, "form": form, "title": title}
    return page(request, "petitions/desk/small.html", values, status=400 if form.errors else 200)
