"""Standing in for each other: posts lent, days away, and acting for a person who asked for it."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.actions import (
    act_for,
    delegate_post,
    end_delegation,
    give_mandate,
    record_absence,
    withdraw_mandate,
)
from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.forms import AbsenceForm, DelegateForm, MandateForm, begin_of, end_of
from tinhso.core.accounts.models import Account, Delegation, Mandate, Post
from tinhso.core.accounts.models.mandates import ANYTHING, Evidence
from tinhso.core.accounts.views.mine import own_account
from tinhso.core.people.models import Person
from tinhso.core.people.models.person import ADULT
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def delegate(request: Request, uuid: UUID) -> HttpResponse:
    """Lend one of my posts to a colleague of the same office."""
    post = get_object_or_404(Post.objects.in_force(request.at), uuid=uuid, account=request.actor.account)
    colleagues = Account.objects.colleagues_in(post, at=request.at)
    form = DelegateForm(request.POST or None, colleagues=colleagues)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            delegate_post(
                post,
                to=typed["to"],
                starts_at=begin_of(typed["first_day"]),
                ends_at=end_of(typed["last_day"]),
                reason=typed["reason"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Your colleague can act from this post on those days."))
            return HttpResponseRedirect(reverse("account"))
    return page(request, "accounts/delegate.html", {"form": form, "post": post}, status=400 if form.errors else 200)


@signed_in
@require_POST
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    """Take back a post I lent, or give back one I borrowed."""
    mine = Delegation.objects.filter(post__account=request.actor.account)
    borrowed = Delegation.objects.filter(to=request.actor.account)
    delegation = get_object_or_404(mine | borrowed, uuid=uuid)
    try_it(request, lambda: end_delegation(delegation, by=request.actor, at=request.at), _("The post is back."))
    return HttpResponseRedirect(reverse("account"))


@signed_in
@require_http_methods(["GET", "POST"])
def absence(request: Request) -> HttpResponse:
    """Note the days on which I am away."""
    me = own_account(request)
    if not me.is_staff_member:
        raise Http404
    form = AbsenceForm(request.POST or None)
    if form.is_valid():
        try:
            record_absence(me, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Noted. Work that comes on those days goes to who stands in for you."))
            return HttpResponseRedirect(reverse("account"))
    return page(request, "accounts/absence.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def mandates(request: Request) -> HttpResponse:
    """Who may act for me: the list, taking leave back, and giving it to a helper of my commune."""
    person = _myself(request)
    form = MandateForm(request.POST or None, helpers=_helpers_near(person, request))
    if form.is_valid():
        try:
            give_mandate(
                person=person,
                to=form.cleaned_data["helper"],
                scopes=[ANYTHING],
                evidence_kind=Evidence.TAP,
                evidence=None,
                ends_at=end_of(form.cleaned_data["last_day"]),
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("From now on they may act for you. You can take it back any time."))
            return HttpResponseRedirect(reverse("mandates"))
    given = Mandate.objects.filter(person=person).select_related("account__person").order_by("-starts_at")
    values = {"form": form, "given": [(mandate, mandate.holds(request.at)) for mandate in given[:50]]}
    return page(request, "accounts/mandates.html", values, status=400 if form.errors else 200)


@signed_in
@require_safe
def household_and_helpers(request: Request) -> HttpResponse:
    """Those at home, for whom of them I may act, who may act for me, and for whom else I act."""
    person, today = _myself(request), timezone.localdate(request.at)
    members = Person.objects.members_of(person.household) if person.household else Person.objects.none()
    mine = Person.objects.visible_to(request.rights, on=today).filter(household=person.household_id)
    own = set(mine.values_list("pk", flat=True)) if person.household_id else set()
    given = Mandate.objects.in_force(request.at).filter(person=person).select_related("account__person")
    held = Mandate.objects.in_force(request.at).filter(account=request.actor.account).select_related("person")
    values = {
        "person": person,
        "members": [(one, _may_act_for(one, own, today)) for one in members.exclude(pk=person.pk)],
        "given": given.order_by("ends_at"),
        "held": held.order_by("person__sort_key"),
    }
    return page(request, "accounts/household_and_helpers.html", values)


def _may_act_for(one: Person, own: Collection[int], today: date) -> bool:
    """A child at one's own home, for whom a parent signs by law."""
    age = one.age_on(today)
    return one.pk in own and age is not None and age < ADULT


@home_card("citizen")
def household_card(request: Request) -> Card | None:
    """The way there, on my home."""
    title, text = gettext_lazy("My household and who helps"), gettext_lazy("For whom I may act, and who acts for me.")
    address = reverse("household_and_helpers")
    return Card(title=title, text=text, url=address, icon="users-three") if request.rights.person else None


def _myself(request: Request) -> Person:
    """The person behind the account; an account without one has nobody to act for (404)."""
    if request.actor.person is None:
        raise Http404
    return Person.objects.select_related("home", "household").get(uuid=request.actor.person)


def _helpers_near(person: Person, request: Request) -> QuerySet[Account]:
    """The community team at home; nobody else is offered, so that no stranger is chosen by a slip."""
    if person.home is None:
        return Account.objects.none()
    above = [int(part) for part in person.home.path.strip("/").split("/")]
    posts = Post.objects.in_force(request.at).filter(role=Role.HELPER, place__in=above)
    return Account.objects.filter(posts__in=posts, is_active=True).exclude(person=person).distinct()


@signed_in
@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take leave back from someone, or give it back to the person."""
    mine = Mandate.objects.filter(person__uuid=request.actor.person) if request.actor.person else Mandate.objects.none()
    mandate = get_object_or_404(mine | Mandate.objects.filter(account=request.actor.account), uuid=uuid)
    told = _("They may no longer act for you.") if mandate.account_id != request.actor.account else _("Given back.")
    try_it(request, lambda: withdraw_mandate(mandate, by=request.actor, at=request.at), told)
    return HttpResponseRedirect(reverse("mandates" if mandate.account_id != request.actor.account else "act_for"))


@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """For whom I act in this session: a person who gave me leave, or myself."""
    mine = Mandate.objects.in_force(request.at).filter(account=request.actor.account).select_related("person__home")
    if request.method == "POST":
        wanted = request.POST.get("mandate", "")
        mandate = get_object_or_404(mine, uuid=_uuid(wanted)) if wanted else None
        act_for(mandate, session=request.session, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("act_for"))
    values = {"mandates": mine.order_by("person__sort_key"), "now": request.actor.mandate}
    return page(request, "accounts/act_for.html", values)


def try_it(request: Request, action: Callable[[], object], told: str) -> None:
    """Do it, and tell on the next page how it went."""
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, told)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
