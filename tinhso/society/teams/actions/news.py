"""News to the teams of a commune or of the province."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tinhso.core.accounts.actions import require
from tinhso.core.notices.actions import tell
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.events.reactions import Delivered
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.teams import KEEP, office_of
from tinhso.society.teams.events import NewsTold
from tinhso.society.teams.models import Member, News

FRESH = timedelta(days=14)
AT_ONCE = 2_000


@transaction.atomic
def tell_teams(place: Place, *, subject: str, words: str, by: Actor, at: datetime) -> News:
    """Tell every member of the teams below a place. Raises NotYours."""
    require(by, KEEP, at=at, place=place.pk)
    return put_out(place, subject=subject, words=words, by=by, at=at)


def put_out(place: Place, *, subject: str, words: str, by: Actor, at: datetime) -> News:
    """The same, as part of another action that has asked for the right itself."""
    many = _members(place).count()

    news = News.objects.create(
        place=place, subject=subject.strip(), words=words.strip(), members=many, told_by_id=by.account, told_at=at
    )

    record(NewsTold(members=many), about=news, by=by, at=at, place=place.pk)
    return news


def send_news(delivered: Delivered) -> None:
    """Put the news among the messages of each member; who was told is not told again."""
    news = News.objects.select_related("place").filter(uuid=delivered.about).first()
    if news is None:
        return
    office = office_of(news.place)
    values = {"office": office.name if office else news.place.full_name, "subject": news.subject, "news": news.words}
    people = list(_members(news.place).values_list("person__uuid", flat=True).distinct())
    for start in range(0, len(people), AT_ONCE):
        tell(
            "teams.news", people[start : start + AT_ONCE], values=values, cause=f"{delivered.seq}-news",
            until=delivered.at + FRESH, at=delivered.at,
        )  # fmt: skip


def _members(place: Place) -> QuerySet[Member]:
    return Member.objects.now().filter(team__place__path__startswith=place.path).order_by("person")
