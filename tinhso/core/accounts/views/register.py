"""The register of accounts: for heads over their own office, for the registrar over the province."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.core.accounts.actions import (
    agree_recovery,
    ask_recovery,
    close_account,
    confirm_post,
    disable_account,
    enable_account,
    end_post,
    give_post,
    open_account,
    sign_out_elsewhere,
)
from tinhso.core.accounts.actions.recovery import Check
from tinhso.core.accounts.domain import Held, Kind, Role
from tinhso.core.accounts.domain.rights import MAY_GIVE
from tinhso.core.accounts.domain.words import ROLES
from tinhso.core.accounts.forms import OpenAccountForm, PostForm, RecoveryForm, end_of
from tinhso.core.accounts.models import Account, Post, Recovery, Session
from tinhso.core.accounts.views.acting import try_it
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.folding import fold
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

ROWS = 50


@needs("see_accounts")
@require_GET
def accounts(request: Request) -> HttpResponse:
    """Accounts of my part of the province, by name; `q` searches names, `after` is the last user name before."""
    seen = Account.objects.visible_to(request.rights, at=request.at).filter(kind=Kind.STAFF)
    words = fold(request.GET.get("q", ""))
    if words:
        seen = seen.filter(person__folded__contains=words) | seen.filter(username__startswith=words)
    after = request.GET.get("after", "")
    rows = list(seen.filter(username__gt=after).select_related("person").order_by("username")[: ROWS + 1])
    shown = rows[:ROWS]
    posts = Post.objects.not_ended(request.at).filter(account__in=shown).select_related("organisation", "place")
    held: dict[int, list[Post]] = {account.id: [] for account in shown}
    for post in posts:
        held[post.account_id].append(post)
    values = {
        "rows": [(account, held[account.id]) for account in shown],
        "q": request.GET.get("q", ""),
        "more": shown[-1].username if len(rows) > ROWS else "",
        "roles": ROLES,
        "may_open": request.rights.may("open_account"),
    }
    return page(request, "accounts/accounts.html", values)


def _seen(request: Request, uuid: UUID, permission: str = "see_accounts") -> Account:
    """An account of one's own part; a stranger's is not there (404)."""
    visible = Account.objects.visible_to(request.rights, permission, at=request.at).filter(kind=Kind.STAFF)
    return get_object_or_404(visible.select_related("person"), uuid=uuid)


@needs("see_accounts")
@require_GET
def one_account(request: Request, uuid: UUID) -> HttpResponse:
    """One account: its posts, its sessions, and what may be done with it."""
    found = _seen(request, uuid)
    posts = Post.objects.filter(account=found).select_related("organisation", "place").order_by("-starts_at")
    may = request.rights.may
    values = {
        "found": found,
        "posts": [
            (post, post.ends_at is not None and post.ends_at <= request.at, _may_end(request, post)) for post in posts
        ],
        "sessions": Session.objects.filter(account=found, expire_date__gt=request.at).count(),
        "recovery": Recovery.objects.open(found, at=request.at),
        "recovery_form": RecoveryForm(),
        "roles": ROLES,
        "may": {name: may(name) for name in ("give_post", "disable_account", "close_account", "recover_account")},
        "me": request.actor.account,
    }
    return page(request, "accounts/one_account.html", values)


def _may_end(request: Request, post: Post) -> bool:
    return request.rights.may("end_post", place=post.place_id, agency=post.organisation_id)


@needs("open_account")
@require_http_methods(["GET", "POST"])
def open_one(request: Request) -> HttpResponse:
    """Open an account for someone who will work here; posts and an invitation follow on its page."""
    form = OpenAccountForm(request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data["person"]
        person = Person.objects.visible_to(request.rights).filter(uuid=wanted).first() if wanted else None
        if wanted and person is None:
            form.add_error("person", _("There is no such person in the register."))
        else:
            try:
                opened = open_account(
                    username=form.cleaned_data["username"],
                    kind=Kind.STAFF,
                    person=person.uuid if person else None,
                    by=request.actor,
                    at=request.at,
                )
            except Refusal as refusal:
                tell(form, refusal)
            else:
                return HttpResponseRedirect(reverse("one_account", args=[opened.uuid]))
    return page(request, "accounts/open_account.html", {"form": form}, status=400 if form.errors else 200)


@needs("give_post")
@require_http_methods(["GET", "POST"])
def give(request: Request, uuid: UUID) -> HttpResponse:
    """Give someone a post in one's own part."""
    found = _given_to(request, uuid)
    form = PostForm(
        request.POST or None,
        organisations=_own_offices(request),
        places=_own_places(request),
        roles=_own_roles(request),
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            give_post(
                found,
                organisation=typed["organisation"],
                role=Role(typed["role"]),
                title=typed["title"],
                place=typed["place"],
                starts_at=request.at,
                ends_at=end_of(typed["last_day"]) if typed["last_day"] else None,
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return HttpResponseRedirect(reverse("one_account", args=[found.uuid]))
    return page(request, "accounts/give_post.html", {"form": form, "found": found}, status=400 if form.errors else 200)


def _given_to(request: Request, uuid: UUID) -> Account:
    """Someone of one's own part, or a newcomer who holds no post anywhere yet."""
    staff = Account.objects.filter(kind=Kind.STAFF, is_active=True).select_related("person")
    newcomers = staff.exclude(posts__in=Post.objects.not_ended(request.at))
    visible = Account.objects.visible_to(request.rights, "give_post", at=request.at)
    return get_object_or_404(staff.filter(pk__in=visible) | newcomers, uuid=uuid)


def _own_offices(request: Request) -> QuerySet[Organisation]:
    agencies = request.rights.agencies("give_post")
    offices = Organisation.objects.filter(posts__isnull=False) if agencies is None else Organisation.objects.all()
    return offices.distinct() if agencies is None else offices.filter(pk__in=agencies)


def _own_places(request: Request) -> QuerySet[Place]:
    places = request.rights.places("give_post")
    current = Place.objects.current().exclude(kind="village").by_name()
    return current if places is None else current.filter(pk__in=places)


def _own_roles(request: Request) -> list[Role]:
    held = request.rights.roles if isinstance(request.rights, Held) else frozenset()
    given = frozenset[Role]().union(*(MAY_GIVE.get(role, frozenset()) for role in held))
    return [role for role in Role if role in given]


@needs("end_post")
@require_POST
def end(request: Request, uuid: UUID) -> HttpResponse:
    """End a post now."""
    post = _post(request, uuid, "end_post")
    try_it(request, lambda: end_post(post, by=request.actor, at=request.at), _("The post has ended."))
    return HttpResponseRedirect(reverse("one_account", args=[post.account.uuid]))


@needs("give_post")
@require_POST
def confirm(request: Request, uuid: UUID) -> HttpResponse:
    """Agree as a second person to a post that looks over all agencies."""
    post = _post(request, uuid, "give_post")
    try_it(request, lambda: confirm_post(post, by=request.actor, at=request.at), _("The post holds from now on."))
    return HttpResponseRedirect(reverse("one_account", args=[post.account.uuid]))


def _post(request: Request, uuid: UUID, permission: str) -> Post:
    post = get_object_or_404(Post.objects.select_related("account"), uuid=uuid)
    if not request.rights.may(permission, place=post.place_id, agency=post.organisation_id):
        raise Http404
    return post


@needs("disable_account")
@require_POST
def disable(request: Request, uuid: UUID) -> HttpResponse:
    """Shut an account at once."""
    found = _seen(request, uuid, "disable_account")
    told = _("Shut. Nobody is signed in with it any more.")
    try_it(request, lambda: disable_account(found, by=request.actor, at=request.at), told)
    return HttpResponseRedirect(reverse("one_account", args=[uuid]))


@needs("disable_account")
@require_POST
def enable(request: Request, uuid: UUID) -> HttpResponse:
    """Let a shut account in again."""
    found = _seen(request, uuid, "disable_account")
    try_it(request, lambda: enable_account(found, by=request.actor, at=request.at), _("It is let in again."))
    return HttpResponseRedirect(reverse("one_account", args=[uuid]))


@needs("disable_account")
@require_POST
def sign_out_all(request: Request, uuid: UUID) -> HttpResponse:
    """Close every session of someone who lost a phone."""
    found = _seen(request, uuid, "disable_account")
    sign_out_elsewhere(found, keep=None, by=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("one_account", args=[uuid]))


@needs("close_account")
@require_POST
def close(request: Request, uuid: UUID) -> HttpResponse:
    """Shut an account for good."""
    found = _seen(request, uuid, "close_account")
    try_it(request, lambda: close_account(found, by=request.actor, at=request.at), _("The account is closed."))
    return HttpResponseRedirect(reverse("accounts"))


@needs("recover_account")
@require_POST
def ask(request: Request, uuid: UUID) -> HttpResponse:
    """The first officer: I made sure who it is."""
    found = _seen(request, uuid, "recover_account")
    form = RecoveryForm(request.POST)
    if form.is_valid():
        checked = Check(form.cleaned_data["checked"])
        told = _("Noted. A second officer now agrees on this page and hands over the invitation.")
        try_it(request, lambda: ask_recovery(found, checked=checked, by=request.actor, at=request.at), told)
    else:
        messages.error(request, _("Choose how you made sure who it is."))
    return HttpResponseRedirect(reverse("one_account", args=[uuid]))


@needs("recover_account")
@require_POST
def agree(request: Request, uuid: UUID) -> HttpResponse:
    """The second officer agrees; the invitation is shown once, to be handed over."""
    found = _seen(request, uuid, "recover_account")
    recovery = Recovery.objects.open(found, at=request.at)
    if recovery is None:
        raise Http404
    try:
        invitation = agree_recovery(recovery, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return HttpResponseRedirect(reverse("one_account", args=[uuid]))
    return page(request, "accounts/invitation.html", {"found": found, "invitation": invitation})
