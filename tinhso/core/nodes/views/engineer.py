"""At the province: the engineer's page of nodes, and the door for whoever carries a bundle on a memory stick."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.nodes.actions.carrying import look_at_tables
from tinhso.core.nodes.actions.keys import box_public, sign_public
from tinhso.core.nodes.actions.receiving import receive
from tinhso.core.nodes.actions.registering import register_node, revoke_node, welcome_file
from tinhso.core.nodes.domain.passports import fingerprint
from tinhso.core.nodes.forms import BundleForm, RegisterForm
from tinhso.core.nodes.models import Node
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 200


@needs("keep_nodes")
@require_http_methods(["GET", "POST"])
def nodes(request: Request) -> HttpResponse:
    """Every node: when it was heard, what it still has, what came back, how many numbers it may give; and a new one."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            register_node(told["asking"], place=told["where"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Registered. Take the welcome file to the node."))
            return redirect("nodes")
    rows = list(Node.objects.with_counts().select_related("place").order_by("revoked_at", "number")[:A_PAGE])
    values = {"rows": rows, "form": form, "fingerprint": fingerprint(sign_public(), box_public())}
    return page(request, "nodes/nodes.html", values, status=400 if form.errors else 200)


@needs("keep_nodes")
@require_POST
def welcome_node(request: Request, uuid: UUID) -> HttpResponse:
    """The welcome file of a node. It is sealed for it; whoever else finds it can do nothing with it."""
    node = get_object_or_404(Node, uuid=uuid, state="active")
    look_at_tables(at=request.at)
    return _file(welcome_file(node, at=request.at), f"node-{node.number}.welcome")


@needs("keep_nodes")
@require_POST
def revoke(request: Request, uuid: UUID) -> HttpResponse:
    """Shut a node out."""
    revoke_node(get_object_or_404(Node, uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("Nothing that it sends is taken from now on."))
    return redirect("nodes")


@needs("carry_bundles")
@require_http_methods(["GET", "POST"])
def carry(request: Request) -> HttpResponse:
    """Read a bundle from a memory stick, and give the answer for the node back."""
    form = BundleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            answer = receive(form.cleaned_data["bundle"].read(), at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return _file(answer, "answer.tinhso")
    return page(request, "nodes/carry.html", {"form": form}, status=400 if form.errors else 200)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
