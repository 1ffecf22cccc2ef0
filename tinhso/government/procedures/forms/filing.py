"""What a person may type while filing, beside the questions of the procedure itself."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.people.forms import PlaceField
from tinhso.core.places.models import Place
from tinhso.government.procedures.forms.knowing import KnowingForm
from tinhso.government.procedures.models import Rating
from tinhso.kit.forms import Form, PictureChoice

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]


class StartForm(Form):
    """Where it is filed."""

    place = PlaceField(label=_("At which commune?"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        if isinstance(field, PlaceField):
            field.queryset = Place.objects.current().communes().within(Place.objects.home()).by_name()


class ScanForm(Form):
    """A photo or a scan of one paper."""

    file = forms.FileField(
        label=_("Take a photo of it, or choose the file"),
        help_text=_("The whole sheet in the picture, in good light. Photo or PDF, at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": PAPERS.accept}),
        error_messages={
            "required": _("Take a photo of it or choose the file."),
            "invalid": _("Take a photo of it or choose the file."),
            "missing": _("Take a photo of it or choose the file."),
            "empty": _("This file is empty. Choose it again."),
        },
    )


class DeskScanForm(KnowingForm, ScanForm):
    """A scan that an officer makes, who may take one that is hard to read."""


FACES = (
    ("5", _("Very good"), "smiley"),
    ("4", _("Good"), "smiley-wink"),
    ("3", _("So-so"), "smiley-meh"),
    ("2", _("Bad"), "smiley-sad"),
    ("1", _("Very bad"), "smiley-angry"),
)


class RatingForm(Form):
    """What one thinks of it: a face, and words if one likes."""

    faces = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        choices=[(value, word) for value, word, _icon in FACES],
        widget=PictureChoice({value: icon for value, _word, icon in FACES}),
        error_messages={"required": _("Choose one face.")},
    )
    words = forms.CharField(
        label=_("What should we do better?"),
        required=False,
        max_length=Rating._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
