"""The node's own pages: how it stands with the province, a slip, and for its keeper what came back and the stick."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.actions.slips import NotFound, TryLater, prove_secret
from tinhso.core.cases.domain.slips import same, secret_of, spoken, token_of
from tinhso.core.cases.forms.slips import SlipForm
from tinhso.core.cases.models.slips import key_of
from tinhso.core.cases.views.slips import qr
from tinhso.core.nodes.actions.hearing import hear
from tinhso.core.nodes.actions.keeping import is_keeper_code, keeper_mark, put_away, send_again
from tinhso.core.nodes.actions.packing import write_up
from tinhso.core.nodes.forms import BundleForm, KeeperForm
from tinhso.core.nodes.models import Home, Taken
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.passport import Text, systems
from tinhso.kit.refusals import Refusal

TURN = 1
KEEPER = "keeper"
A_PAGE = 50
View = Callable[..., HttpResponse]


def at_the_node(view: View) -> View:
    """There is such a page at a node only."""

    @wraps(view)
    def shown(request: Request, /, *args: object, **kwargs: object) -> HttpResponse:
        if Home.objects.joined() is None:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


def for_the_keeper(view: View) -> View:
    """Only whoever typed the code that the machine gave when it joined."""

    @wraps(view)
    def shown(request: Request, /, *args: object, **kwargs: object) -> HttpResponse:
        if not constant_time_compare(str(request.session.get(KEEPER, "")), keeper_mark()):
            return redirect("keep_node")
        return view(request, *args, **kwargs)

    return at_the_node(shown)


@open_to_all
@require_safe
@at_the_node
def node(request: Request) -> HttpResponse:
    """What this machine is, how it stands with the province, and which forms it takes in."""
    home, waiting = Home.objects.get(), Taken.objects.waiting()
    values = {
        "home": home,
        "waiting": waiting.count(),
        "ways": list(_ways()),
        "oldest": waiting.values_list("taken_at", flat=True).first(),
        "returned": Taken.objects.for_a_person().count(),
        "is_keeper": constant_time_compare(str(request.session.get(KEEPER, "")), keeper_mark()),
    }
    return page(request, "nodes/node.html", values)


def _ways() -> Iterator[dict[str, object]]:
    """The forms that wait for nobody's answer: what systems let phones fill in without signal."""
    for system in systems():
        lines = {item.url: item for item in system.menu if item.shell == "public"}
        for name in system.offline:
            if item := lines.get(name):
                yield {"title": item.title, "icon": item.icon, "href": reverse(name)}


def track(request: Request) -> HttpResponse:
    """At a node, instead of the province's page: code and nine digits lead to what the node knows."""
    told: Text = ""
    form, status = SlipForm(request.POST or None), 200
    if form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        taken = _of(code)
        right = secret_of(key_of(taken.seed), taken.seed, TURN) if taken and taken.seed else None
        try:
            typed, address = form.cleaned_data["secret"], request.META.get("REMOTE_ADDR", "")
            prove_secret(code, typed, right, address=address, at=request.at)
            if taken and taken.seed:
                return redirect("track_one", taken.ref, token_of(key_of(taken.seed), taken.seed, TURN))
        except (NotFound, TryLater) as refusal:
            told, status = refusal.told, 429 if isinstance(refusal, TryLater) else 404
    return page(request, "cases/follow.html", {"form": form, "told": told}, status=400 if form.errors else status)


def track_one(request: Request, code: str, key: str, step: str = "") -> HttpResponse:
    """At a node: a slip of its own, with what the province has said of it."""
    taken = _of(code)
    if taken is None or taken.seed is None or not same(token_of(key_of(taken.seed), taken.seed, TURN), key.lower()):
        return page(request, "cases/follow.html", {"form": SlipForm(), "told": NotFound.sentence}, status=404)
    home = Home.objects.get()
    values = {
        "taken": taken,
        "home": home,
        "digits": spoken(secret_of(key_of(taken.seed), taken.seed, TURN)),
        "qr": qr(f"{home.address.rstrip('/')}/track/{taken.ref}/{key.lower()}/"),
        "said": taken.standing.get("said", {}).get((get_language() or "vi")[:2], ""),
    }
    return page(request, "nodes/slip.html", values)


@open_to_all
@require_http_methods(["GET", "POST"])
@at_the_node
def keep_node(request: Request) -> HttpResponse:
    """Type the code of the machine, to see what came back and to use a stick."""
    form = KeeperForm(request.POST or None)
    if form.is_valid():
        if is_keeper_code(form.cleaned_data["code"]):
            request.session[KEEPER] = keeper_mark()
            return redirect("returned_items")
        form.refuse()
    return page(request, "nodes/keeper.html", {"form": form}, status=400 if form.errors else 200)


@open_to_all
@require_safe
@for_the_keeper
def returned_items(request: Request) -> HttpResponse:
    """What the province did not accept, with its reasons: a task for a person. And the stick."""
    rows = list(Taken.objects.for_a_person()[:A_PAGE])
    return page(request, "nodes/returned.html", {"rows": rows, "form": BundleForm(), "home": Home.objects.get()})


@open_to_all
@require_POST
@for_the_keeper
def settle_returned(request: Request, pk: int, how: str) -> HttpResponse:
    """Send it once more, or say that somebody has seen to it."""
    taken = get_object_or_404(Taken.objects.for_a_person(), pk=pk)
    (send_again if how == "again" else put_away)(taken, at=request.at)
    return redirect("returned_items")


@open_to_all
@require_safe
@for_the_keeper
def copy_to_stick(request: Request) -> HttpResponse:
    """The next bundle as a file, sealed: nobody but the province can read it."""
    home = Home.objects.get()
    name = f"node-{home.number}-{request.at:%y%m%d-%H%M}.tinhso"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(write_up(at=request.at), content_type="application/octet-stream", headers=headers)


@open_to_all
@require_POST
@for_the_keeper
def read_from_stick(request: Request) -> HttpResponse:
    """The province's answer, brought back on a stick."""
    form = BundleForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            hear(form.cleaned_data["bundle"].read(), at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("node")
    rows = list(Taken.objects.for_a_person()[:A_PAGE])
    return page(request, "nodes/returned.html", {"rows": rows, "form": form, "home": Home.objects.get()}, status=400)


def _of(code: str) -> Taken | None:
    return Taken.objects.filter(ref=code.strip().upper()).order_by("-pk").first()
