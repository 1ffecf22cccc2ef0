"""The proof that stands in our forms is the one that Django takes."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CsrfViewMiddleware
from django.test import RequestFactory

from tinhso.kit.proofs import _letters, proof_for


def answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def asked(rf: RequestFactory, secret: str, proof: str) -> HttpResponse | None:
    request = rf.post("/", {"csrfmiddlewaretoken": proof})
    request.COOKIES["csrf"] = secret
    checker = CsrfViewMiddleware(answer)
    checker.process_request(request)
    return checker.process_view(request, answer, (), {})


def test_django_takes_every_proof_and_none_of_another(rf):
    for _turn in range(50):
        request, other = rf.get("/"), rf.get("/")
        proofs = {proof_for(request), proof_for(request)}
        secret = request.META["CSRF_COOKIE"]
        assert len(proofs) == 2
        assert all(asked(rf, secret, proof) is None for proof in proofs)
        assert asked(rf, secret, proof_for(other)) is not None


def test_who_has_a_secret_keeps_it(rf):
    request = rf.get("/")
    request.META["CSRF_COOKIE"] = "a" * 32
    assert asked(rf, "a" * 32, proof_for(request)) is None
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"] is True


def test_each_letter_comes_as_often_as_any_other():
    drawn = Counter("".join(_letters() for _turn in range(4_000)))
    assert set(drawn) == set(CSRF_ALLOWED_CHARS)
    expected = 4_000 * 32 / len(CSRF_ALLOWED_CHARS)
    assert all(abs(times - expected) < expected / 5 for times in drawn.values())
