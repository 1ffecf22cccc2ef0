"""My papers: what I filed and began, on its own page and in the list of all my matters."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.government.procedures.models import Dossier, Draft, Letter
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.models.mine import BEGUN, ENDED, OPEN, requests_for
from tinhso.government.procedures.views.telling import standing
from tinhso.government.procedures.views.whose import language, whom, whose
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.matters import Matter, Shelf, Wish, matters
from tinhso.kit.pages import page
from tinhso.kit.saying import say_ago, say_day

DOOR = 1
A_PAGE = 50


@signed_in
@require_safe
def my_dossiers(request: Request) -> HttpResponse:
    """All that the one who asks, or for whom they act, has filed or begun; the citizen's own store below."""
    person = whom(request)
    rows = list(Dossier.objects.for_page().of_person(person.uuid)[:A_PAGE])
    values = {
        "person": person,
        "rows": [(dossier, standing(dossier, at=request.at)) for dossier in rows],
        "drafts": Draft.objects.open_of(request.actor).select_related("version", "procedure")[:A_PAGE],
        "law_of": law_of,
    }
    return page(request, "procedures/tracking/mine.html", values)


@matters("dossiers")
def my_dossier_matters(request: Request, wish: Wish) -> Sequence[Matter]:
    """Dossiers: those that wait for the applicant say what is wanted, and until when."""
    if whose(request) is None:
        return []
    asked = OPEN if wish.shelf is Shelf.OPEN else ENDED
    rows = asked(wish.person, wish.before, wish.below)
    requests = requests_for([one for one in rows if one.case.state == "supplement"])
    return [_matter(one, requests.get(one.pk), at=request.at) for one in rows]


@matters("drafts")
def my_draft_matters(request: Request, wish: Wish) -> Sequence[Matter]:
    """What was begun and not sent, by whoever acts."""
    if wish.shelf is Shelf.ENDED or request.actor.account is None or whose(request) is None:
        return []
    return [_begun(one) for one in BEGUN(request.actor.account, wish.person, wish.before, wish.below)]


def _matter(dossier: Dossier, asked: Letter | None, *, at: datetime) -> Matter:
    told = standing(dossier, at=at)
    state, follows, tone = dossier.case.rule.title.said(language()), f"{told.label}: {told.fact}", ""
    if dossier.case.ended_at:
        state, follows, tone = told.fact, "", "done"
    elif told.todo:
        state, follows, tone = told.todo, _wanted(asked) if asked else told.sentence, "turn"
    elif told.sorry:
        state, follows, tone = _("Late"), told.sorry, "late"
    return Matter(
        at=dossier.case.opened_at,
        id=dossier.pk,
        title=str(law_of(dossier.version).title),
        state=state,
        next=follows,
        url=reverse("my_dossier", args=[dossier.uuid]),
        icon="camera" if asked else "identification-card",
        thread=DOOR,
        tone=tone,
    )


def _wanted(letter: Letter) -> str:
    """What the office wrote, and the day by which it awaits an answer."""
    if letter.until is None:
        return letter.reason
    return _("%(reason)s Before %(day)s.") % {"reason": letter.reason, "day": say_day(letter.until)}


def _begun(draft: Draft) -> Matter:
    return Matter(
        at=draft.begun_at,
        id=draft.pk,
        title=str(law_of(draft.version).title),
        state=_("Not sent yet"),
        next=_("kept %(when)s") % {"when": say_ago(draft.changed_at)},
        url=reverse("draft", args=[draft.uuid]),
        icon="pencil-simple",
        thread=DOOR,
    )
