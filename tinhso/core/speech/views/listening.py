"""What a page asks when someone presses Listen. Everyone may; only what this house showed is said."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.files.models import State, store
from tinhso.core.people.domain.tables import languages
from tinhso.core.speech.actions import Busy, Silent, TooMuch, edition, own_sound, public_sound
from tinhso.core.speech.actions.house_words import public_sentences
from tinhso.core.speech.actions.planning import MOST_PARTS, Part, plan
from tinhso.core.speech.clients import speaker
from tinhso.core.speech.domain.sentences import LONGEST
from tinhso.core.speech.domain.voices import VOICES, Voice, voice_for
from tinhso.core.speech.models import Clip
from tinhso.kit.aloud import is_stamped
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.preferences import Preferences
from tinhso.kit.refusals import Refusal

FOR_EVER = "public, max-age=31536000, immutable"
_STATUS: dict[type[Refusal], int] = {Silent: 409, Busy: 503, TooMuch: 429}


@open_to_all
@require_POST
def say_page(request: Request) -> HttpResponse:
    """The plan of a page: which sentences, in which order, and where each is to be had."""
    if speaker() is None:
        return _refused(Silent())
    voice, recorded = _voices(request)
    heard = plan(_parts(request.POST.get("parts", "")), voice, recorded)
    told = {
        "voice": voice.code,
        "pieces": [piece.as_told() for piece in heard.pieces],
        "note": _("Not all of this is recorded in your language yet; the rest is said in Vietnamese.")
        if heard.strange
        else "",
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@open_to_all
@require_POST
def say_own(request: Request) -> HttpResponse:
    """The sound of one sentence that was shown to this person: kept by no cache, named in no address."""
    words = request.POST.get("words", "")
    if len(words) > LONGEST or not is_stamped(words, request.POST.get("stamp", "")):
        raise Http404
    voice = VOICES.get(request.POST.get("voice", ""), VOICES["vi"])
    who, most = _who(request)
    try:
        return _sound(own_sound(words, voice, who=who, most=most, at=request.at), "no-store, private")
    except (Silent, Busy, TooMuch) as refusal:
        return _refused(refusal)


@open_to_all
@require_GET
def say_public(request: Request, voice: str, name: str) -> HttpResponse:
    """The sound of a sentence that everyone is told; an address of its own, and always the same sound."""
    known = VOICES.get(voice)
    words = public_sentences(known, edition(known)).get(name) if known else None
    if known is None or words is None:
        raise Http404
    who, most = _who(request)
    try:
        return _sound(public_sound(words, name, known, who=who, most=most, at=request.at), FOR_EVER)
    except (Silent, Busy, TooMuch) as refusal:
        return _refused(refusal)


@open_to_all
@require_GET
def say_recorded(request: Request, sha256: str) -> HttpResponse:
    """A phrase in someone's voice, by the hash of its sound; only what was approved and is still said."""
    clip = Clip.objects.approved().select_related("file__blob").filter(sha256=sha256).first()
    blob = clip.file.blob if clip else None
    if blob is None or blob.state != State.CLEAN:
        raise Http404
    return _sound(store().path(blob.sha256).read_bytes(), FOR_EVER, blob.media_type)


def _voices(request: Request) -> tuple[Voice, str]:
    """The synthetic voice for this page, and the language of the recordings that come before it.

    People record what stands on Vietnamese pages; a page in another language is read by its own voice.
    """
    preferences = Preferences.of(request)
    voice = voice_for(preferences.language, preferences.voice or settings.VOICE_REGION)
    if voice.language != "vi":
        return voice, ""
    return voice, preferences.voice if preferences.voice in languages() else "vi"


def _parts(told: str) -> list[Part]:
    """What the page marked, as `[[words, stamp], …]`; anything else is nothing."""
    try:
        read = json.loads(told)
    except ValueError:
        return []
    if not isinstance(read, list):
        return []
    pairs = (one for one in read[:MOST_PARTS] if isinstance(one, list) and len(one) == 2)
    return [Part(str(words), str(stamp)) for words, stamp in pairs]


def _who(request: Request) -> tuple[str, int]:
    """Whose hour is spent, and how long it is: a person's own, or that of an address with a village behind it."""
    if request.rights.signed_in:
        return f"account {request.actor.account}", settings.VOICE_LETTERS_OF_PERSON
    return str(request.META.get("REMOTE_ADDR", "")), settings.VOICE_LETTERS_OF_ADDRESS


def _sound(sound: bytes, cache: str, media: str = "audio/ogg") -> HttpResponse:
    return HttpResponse(
        sound, content_type=media, headers={"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
    )


def _refused(refusal: Refusal) -> HttpResponse:
    return JsonResponse(
        {"detail": str(refusal.told)},
        status=_STATUS[type(refusal)],
        headers={"Cache-Control": "no-store", "Retry-After": "5"},
        json_dumps_params={"ensure_ascii": False},
    )
