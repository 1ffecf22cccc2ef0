"""Closing my account: what stays, what goes, what is still open; and thinking better of it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.accounts.actions.closing import ask_closing, take_closing_back
from tinhso.core.accounts.actions.proofs import is_fresh
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.views.mine import own_account
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.homes import Card, home_card
from tinhso.kit.matters import Shelf, matters_of
from tinhso.kit.pages import page
from tinhso.kit.saying import say_day


@signed_in
@require_http_methods(["GET", "POST"])
def close_mine(request: Request) -> HttpResponse:
    """Read what it means; then close it."""
    me = own_account(request)
    if me.is_staff_member or request.actor.person is None:
        raise Http404
    if request.method == "POST" and not is_fresh(request.session, at=request.at):
        return HttpResponseRedirect(f"{reverse('again')}?{urlencode({'next': request.path})}")
    if request.method == "POST":
        ask_closing(me, session=request.session, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("front"))
    open_now = matters_of(request, request.actor.person, Shelf.OPEN)
    values = {"me": me, "open_now": open_now.rows[:5], "days": settings.CLOSING_DAYS}
    return page(request, "accounts/close_mine.html", values)


@signed_in
@require_POST
def keep_mine(request: Request) -> HttpResponse:
    """I keep it."""
    take_closing_back(own_account(request), by=request.actor, at=request.at)
    messages.success(request, _("Your account stays."))
    return HttpResponseRedirect(reverse("home"))


@home_card("citizen")
def closing_card(request: Request) -> Card | None:
    """My account is about to be closed: the way to keep it."""
    if not request.session.get("closing"):
        return None
    closes = Account.objects.filter(pk=request.actor.account or 0).values_list("closes_at", flat=True).first()
    if closes is None:
        return None
    title = _("Your account closes %(day)s") % {"day": say_day(closes)}
    text = _("Do you want to keep it after all?")
    return Card(title=title, text=text, url=reverse("close_mine"), icon="door", tone="turn")
