"""Open311 GeoReport v2: what other programs read and send. Errors are worded as the specification wants them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.accounts.models import AccessToken, Account
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.actions.filing import TooManyFiled, file_for_client
from tinhso.government.petitions.actions.sending import Said
from tinhso.government.petitions.domain import open311
from tinhso.government.petitions.domain.open311 import CLOSED, OPEN, NotAsSpecified, Tree
from tinhso.government.petitions.domain.words import WITH_ANSWER, FileKind, Kind, Way
from tinhso.government.petitions.models import Petition, Publication, Topic
from tinhso.government.petitions.models.georeport import own_filing, pictures_of, place_of, requests_asked
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, open_to_all, open_to_read_keyed_to_send
from tinhso.kit.page_parts import hotline
from tinhso.kit.refusals import Refusal

FILE = "file_open311"
_CHANGED = datetime(2026, 11, 22, tzinfo=UTC)
"""When what this endpoint speaks was changed last."""
KIND = "KIND"
MINUTES = 300


KINDS = {
    Kind.BROKEN: _lazy("Something is broken"),
    Kind.COMPLAINT: _lazy("A complaint"),
    Kind.QUESTION: _lazy("A question"),
    Kind.SUGGESTION: _lazy("A suggestion"),
}


class NotFoundHere(Exception):
    """There is no such service, request or token; the sentence is meant for the client's user."""


class NoKey(Exception):
    """The key is missing, unknown, ended, or not made for this."""


def answered(name: str, tree: object, ending: str, *, status: int = 200) -> HttpResponse:
    """A document in the format that the address ends with. Raises NotFoundHere."""
    refuse_other_formats(ending)
    content = open311.as_json(tree) if ending == "json" else open311.as_xml(name, tree)
    return HttpResponse(content, status=status, content_type=open311.MEDIA_TYPES[ending])


def refuse_other_formats(ending: str) -> None:
    """Raise NotFoundHere for all but xml and json."""
    if ending not in open311.MEDIA_TYPES:
        raise NotFoundHere(_("The format is xml or json."))


def told(tell: Callable[[], HttpResponse], ending: str) -> HttpResponse:
    """What a door answers, or the errors document with its status."""
    spoken = ending if ending in open311.MEDIA_TYPES else "xml"
    try:
        return tell()
    except NoKey:
        return _wrong(403, _("Missing or invalid api_key."), spoken)
    except NotFoundHere as missing:
        return _wrong(404, str(missing), spoken)
    except TooManyFiled as flood:
        return _wrong(429, str(flood), spoken)
    except (NotAsSpecified, Refusal) as refused:
        return _wrong(400, str(refused), spoken)


def _wrong(status: int, sentence: str, ending: str) -> HttpResponse:
    return answered("errors", open311.errors(status, sentence), ending, status=status)


@open_to_all
@require_safe
def discovery(request: Request, ending: str) -> HttpResponse:
    """Where the endpoint is, what it speaks, how to get a key."""
    from_us = _("Telephone %(number)s") % {"number": hotline()}
    tree = open311.discovery(
        url=request.build_absolute_uri("/open311/v2"), contact=from_us, key_service=from_us, changed=_CHANGED
    )
    return told(lambda: answered("discovery", tree, ending), ending)


@open_to_all
@require_safe
def services(request: Request, ending: str) -> HttpResponse:
    """What can be reported: the topics that stand."""
    return told(lambda: answered("services", [_service(topic) for topic in _topics()], ending), ending)


@open_to_all
@require_safe
def service(request: Request, code: str, ending: str) -> HttpResponse:
    """What is asked beside: only what kind of petition it is."""

    def tell() -> HttpResponse:
        topic = _topic(code)
        kinds = {kind.value: str(title) for kind, title in KINDS.items()}
        asked = open311.chosen_of(KIND, _("What is it?"), kinds, order=1, required=False)
        return answered("service_definition", open311.definition(topic.code, [asked]), ending)

    return told(tell, ending)


@open_to_read_keyed_to_send
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: Request, ending: str) -> HttpResponse:
    """Published petitions by date, service and status; or, with a key, a new one."""
    return told(lambda: _filed(request, ending) if request.method == "POST" else _listed(request, ending), ending)


@open_to_all
@require_safe
def one_request(request: Request, request_id: str, ending: str) -> HttpResponse:
    """One published petition; with the key of the client that filed it also one that is not shown to all."""

    def tell() -> HttpResponse:
        asked = open311.asked_of({"service_request_id": request_id}, now=request.at)
        trees = _requests(request, requests_asked(asked)) or _own(request, request_id)
        if not trees:
            raise NotFoundHere(_("service_request_id was not found."))
        return answered("service_requests", trees, ending)

    return told(tell, ending)


@open_to_all
@require_safe
def token(request: Request, token_id: str, ending: str) -> HttpResponse:
    """Requests get their id at once, so a token is the id itself."""

    def tell() -> HttpResponse:
        asked = open311.asked_of({"service_request_id": token_id}, now=request.at)
        if not requests_asked(asked) and not _own(request, token_id):
            raise NotFoundHere(_("token was not found."))
        return answered("service_requests", open311.behind_token(token_id, token_id), ending)

    return told(tell, ending)


def _listed(request: Request, ending: str) -> HttpResponse:
    asked = open311.asked_of(request.GET.dict(), now=request.at)
    answer = answered("service_requests", _requests(request, requests_asked(asked)), ending)
    answer.headers["Cache-Control"] = f"public, max-age={MINUTES}"
    return answer


def _filed(request: Request, ending: str) -> HttpResponse:
    token = _token(request.POST.get("api_key", ""), at=request.at)
    refuse_other_formats(ending)
    said = _said(request.POST.dict(), request.FILES.get("media"), at=request.at)
    petition = file_for_client(said, token=token, at=request.at)
    notice = _("An office looks at it within 2 working days.")
    return answered("service_requests", open311.accepted(str(petition.uuid), notice), ending)


def _said(posted: Mapping[str, str], media: Any, *, at: datetime) -> Said:
    """What a form says. Names, telephone and e-mail are not kept: the client's own key is the way back."""
    topic = _topic(posted.get("service_code", ""))
    words, picture = posted.get("description", "").strip(), posted.get("media_url", "").strip()
    if len(words) > open311.LONGEST_DESCRIPTION:
        raise NotAsSpecified(_("description has at most 4000 characters."))
    point = open311.point_of(posted.get("lat", ""), posted.get("long", ""))
    address = posted.get("address_string", "").strip()[:300]
    place = place_of(point=point, address_id=posted.get("address_id", "").strip(), address=address, at=at)
    if place is None:
        raise NotAsSpecified(_("lat and long, address_id or address_string must name a place of this province."))
    kind = open311.attribute_values(posted).get(KIND, Kind.BROKEN)
    if kind not in set(Kind):
        raise NotAsSpecified(_("attribute[KIND] is complaint, question, suggestion or broken."))
    brought = [Brought(kind=FileKind.PHOTO, upload=media)] if isinstance(media, UploadedFile) else []
    lines = [words, address, picture[:500]]
    return Said(
        kind=Kind(kind), topic=topic, place=place, channel=Way.OPEN311, words="\n".join(filter(None, lines)),
        anonymous=True, may_show=True, point=point, brought=brought,  # nobody is known; clients show all they file
    )  # fmt: skip


def _token(key: str, *, at: datetime) -> AccessToken:
    """The key of a client that may file. Raises NoKey."""
    _actor, rights = Account.objects.who_bears(key, at=at)
    found = AccessToken.objects.borne(key, at=at) if rights.may(FILE) else None
    if found is None:
        raise NoKey
    return found


def _own(request: Request, request_id: str) -> list[Tree]:
    """How a petition stands, for the client that filed it: no words, no place."""
    key = request.GET.get("api_key", "")
    found = AccessToken.objects.borne(key, at=request.at) if key else None
    petition = own_filing(request_id, found.pk) if found else None
    return [_standing(petition)] if petition else []


def _standing(petition: Petition) -> Tree:
    case = petition.case
    return {
        "service_request_id": str(petition.uuid),
        "status": CLOSED if case.state in WITH_ANSWER or case.ended_at else OPEN,
        "status_notes": None,
        "service_name": petition.topic.title,
        "service_code": petition.topic.code,
        "description": None,
        "requested_datetime": petition.sent_at,
        "updated_datetime": case.ended_at or case.finished_at or case.entered_at,
        "expected_datetime": case.due_at,
    }


def _requests(request: HttpRequest, shown: list[Publication]) -> list[Tree]:
    pictures = pictures_of(shown)
    return [_request(request, one, pictures) for one in shown]


def _request(request: HttpRequest, one: Publication, pictures: Mapping[int, Any]) -> Tree:
    names = [one.place.full_name, *([] if one.place_id == one.commune_id else [one.commune.full_name])]
    picture = pictures.get(one.pk)
    return {
        "service_request_id": str(one.petition.uuid),
        "status": CLOSED if one.is_done else OPEN,
        "status_notes": one.answer or None,
        "service_name": one.topic.title,
        "service_code": one.topic.code,
        "description": one.words[: open311.LONGEST_DESCRIPTION],
        "agency_responsible": one.agency.name,
        "service_notice": None,
        "requested_datetime": one.reported_at,
        "updated_datetime": one.answered_at or one.published_at,
        "expected_datetime": None,
        "address": ", ".join(names),
        "address_id": one.place.code or one.commune.code,
        "zipcode": None,
        "lat": one.lat,
        "long": one.lon,
        "media_url": request.build_absolute_uri(url("file_preview", picture)) if picture else None,
    }


def _topics() -> list[Topic]:
    """Those under which something is said: the lowest of the tree."""
    standing = list(Topic.objects.current().in_order())
    above = {topic.parent_id for topic in standing}
    return [topic for topic in standing if topic.pk not in above]


def _topic(code: str) -> Topic:
    if not code:
        raise NotAsSpecified(_("service_code was not provided."))
    found = Topic.objects.current().select_related("parent").filter(code=code[:60]).first()
    if found is None:
        raise NotFoundHere(_("service_code was not found."))
    return found


def _service(topic: Topic) -> Tree:
    return open311.service(
        topic.code,
        topic.title,
        description=topic.title,
        keywords=topic.keywords,
        group=topic.parent.title if topic.parent else topic.title,
        metadata=True,
    )
