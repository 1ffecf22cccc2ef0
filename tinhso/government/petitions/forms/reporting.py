"""What somebody taps, says, photographs and types to report something. Nothing is asked that can be left out."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.forms.inputs import PaperField, Text
from tinhso.core.cases.forms.places import PlaceBox, places_called
from tinhso.core.files.domain.kinds import PHOTOS, VOICE_NOTE
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.domain.topics import OTHER
from tinhso.government.petitions.domain.words import LONGEST, FileKind
from tinhso.government.petitions.models import Topic
from tinhso.government.petitions.models.desks import commune_of
from tinhso.government.petitions.models.whereabouts import Point, commune_around
from tinhso.kit.forms import Form, PictureChoice

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

CAMERA = {"accept": "image/*", "capture": "environment"}
ME, NOBODY = "me", "nobody"
AS_WHOM = ((ME, _("As myself")), (NOBODY, _("Without a name")))


class PhotoField(PaperField):
    """A photo: taken now, or one that lies on the phone."""

    def __init__(self, key: str, *, now: bool, **kwargs: Any) -> None:
        super().__init__(PHOTOS, key, required=False, **kwargs)
        self.widget.attrs.update(CAMERA if now else {"accept": "image/*"})


class VoiceField(PaperField):
    """A recording; without script the phone's own recorder answers."""

    def __init__(self, key: str, **kwargs: Any) -> None:
        super().__init__(VOICE_NOTE, key, required=False, **kwargs)
        self.widget.attrs.update({"accept": "audio/*", "capture": "user"})


class ReportForm(Form):
    """The whole report in one form, whether its parts are shown one after another or all together.

    chosen_before  the topic of a form that came back, should its picture not be shown again
    place    a village of the sender's commune, by its uuid
    where    any other place, as they would write it
    """

    topic = forms.CharField(required=False, max_length=60)
    chosen_before = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    photo_1 = PhotoField("photo_1", now=True, label=_("Take a photo"))
    photo_2 = PhotoField("photo_2", now=False, label=_("A second photo"))
    photo_3 = PhotoField("photo_3", now=False, label=_("A third photo"))
    voice = VoiceField("voice", label=_("Speak instead of writing"))
    words = Text(
        label=_("Or write a few words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.ChoiceField(label=_("Which village?"), required=False)
    where = forms.CharField(
        label=_("Commune or village"),
        required=False,
        max_length=200,
        widget=PlaceBox,
        help_text=_("You may leave it out."),
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    as_whom = forms.ChoiceField(
        label=_("Who says it?"),
        choices=AS_WHOM,
        initial=ME,
        required=False,
        widget=PictureChoice({ME: "user", NOBODY: "eye-slash"}),
    )
    may_show = forms.BooleanField(label=_("Others may see it, without my name"), required=False)

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.places = {str(one.uuid): one for one in villages_of(person)} if person else {}
        if self.places:
            choices = [("", _("Somewhere else")), *((key, one.full_name) for key, one in self.places.items())]
            self.fields["place"] = forms.ChoiceField(
                label=_("Which village?"), required=False, choices=choices, initial=_home_of(person, self.places)
            )
        else:
            del self.fields["place"]
        if person is None:
            del self.fields["as_whom"]

    @property
    def topic_said(self) -> Topic:
        """What it is about. Who chose nothing, or what is gone, is heard all the same."""
        topics = Topic.objects.select_related("parent")
        code = self.cleaned_data.get("topic") or self.cleaned_data.get("chosen_before", "")
        return topics.filter(code=code).first() or topics.get(code=OTHER)

    @property
    def point(self) -> Point | None:
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return (lat, lon) if lat is not None and lon is not None else None

    @property
    def place_said(self) -> Place:
        """The village that was chosen, the place that was written, the commune around the phone; else where the
        sender lives, else the province."""
        chosen = self.places.get(self.cleaned_data.get("place") or "")
        if chosen:
            return chosen
        found = place_meant(self.cleaned_data.get("where", ""))
        around = commune_around(self.point) if found is None and self.point else None
        home = self.person.home if self.person else None
        return found or around or home or Place.objects.home()

    @property
    def words_said(self) -> str:
        """The words, after the place that was written when we know no such place."""
        return words_with_place(self.cleaned_data.get("words", ""), self.cleaned_data.get("where", ""))

    @property
    def is_nameless(self) -> bool:
        return self.person is not None and self.cleaned_data.get("as_whom") == NOBODY

    @property
    def brought(self) -> tuple[Brought, ...]:
        """The photos and the recording."""
        photos = (self.cleaned_data.get(f"photo_{number}") for number in (1, 2, 3))
        listed = [(FileKind.PHOTO, photo) for photo in photos] + [(FileKind.VOICE, self.cleaned_data.get("voice"))]
        return tuple(Brought(kind=kind, upload=upload) for kind, upload in listed if upload)


def villages_of(person: Person) -> list[Place]:
    """The villages of the commune where someone lives, and the commune itself, for a list."""
    if person.home is None:
        return []
    commune = commune_of(person.home)
    villages = Place.objects.current().villages().filter(parent=commune).select_related("parent").by_name()
    return [*villages, commune]


def _home_of(person: Person | None, places: dict[str, Place]) -> str:
    home = str(person.home.uuid) if person and person.home else ""
    return home if home in places else ""


def words_with_place(words: str, where: str) -> str:
    """What is said, after the place that was written when we know no such place: nothing is lost."""
    return f"{where.strip()}. {words}".strip() if where.strip() and place_meant(where) is None else words


def place_meant(typed: str) -> Place | None:
    """The one place that fits, or the commune that all share that fit; None: nobody knows."""
    found = places_called(typed) if typed.strip() else []
    if len(found) == 1:
        return found[0]
    communes = {commune_of(place).pk: commune_of(place) for place in found}
    return next(iter(communes.values())) if len(communes) == 1 else None
