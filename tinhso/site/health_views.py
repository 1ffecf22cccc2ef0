"""The doors of health: for a load balancer, a watchdog, the engineer, the leader; and where to report a weakness."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.pages import page
from tinhso.site import health
from tinhso.site.addresses import is_on_this_machine


@open_to_all
def healthz(request: Request) -> HttpResponse:
    """The process lives. It asks nothing of anyone else."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _never_kept(JsonResponse({"alive": True}))


@open_to_all
def readyz(request: Request) -> HttpResponse:
    """People can be served: 200, or 503 with what is red. Figures are told on this machine only."""
    findings = health.ready(timezone.now())
    light = health.worst(findings)
    here = is_on_this_machine(request)
    told = {finding.name: {"light": finding.light, **(finding.detail if here else {})} for finding in findings}
    status = 503 if light is health.Light.RED else 200
    return _never_kept(JsonResponse({"light": light, "checks": told}, status=status))


@needs("see_truth")
def truth(request: Request) -> HttpResponse:
    """How old the proofs of our promises are, and what is not ready."""
    values = {"truths": health.truths(request.at), "findings": health.ready(request.at)}
    return page(request, "site/truth.html", values)


@open_to_all
def security_txt(request: Request) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    ends = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {ends}",
        "Preferred-Languages: vi, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _never_kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
