"""Which part of the province somebody looks at."""

from tinhso.core.accounts.models import Post
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights

SEE = "see_teams"


def place_looked_at(rights: Rights, post: int | None, code: str) -> Place | None:
    """A commune that is asked for and within reach (None: there is none); else where the asker's post is; else the
    province."""
    places = rights.places(SEE)
    if code:
        communes = Place.objects.current().communes().filter(code=code)
        return (communes if places is None else communes.filter(pk__in=places)).first()
    held = Post.objects.select_related("place").filter(pk=post or 0).first()
    return held.place if held and held.place.kind == Kind.COMMUNE else Place.objects.home()
