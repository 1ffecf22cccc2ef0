"""One step with a petition: its small form; posted, the step is done and the petition shown again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from tinhso.core.cases.actions import choices
from tinhso.core.cases.domain.definition import ActionRule
from tinhso.core.files.actions import keep_file
from tinhso.core.files.actions.keys import key_of_person
from tinhso.core.files.domain.kinds import PAPERS
from tinhso.core.files.models import File
from tinhso.government.petitions.actions import answering, handling, joining, publishing
from tinhso.government.petitions.actions.signing import answer_with_key, paper_of_answer
from tinhso.government.petitions.domain.marks import Piece, pieces
from tinhso.government.petitions.domain.words import BAD_FACE, Action, LetterKind
from tinhso.government.petitions.forms import desk as forms
from tinhso.government.petitions.models import Petition, Template
from tinhso.government.petitions.models.hot import last_letter, ratings_of
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import Form, tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"
LETTERS: Mapping[str, LetterKind] = {
    Action.ASK_MORE: LetterKind.MORE,
    Action.PROPOSE_ANSWER: LetterKind.ANSWER,
    Action.ANSWER: LetterKind.ANSWER,
    Action.REFUSE: LetterKind.REFUSAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What was typed, who does it and when."""

    one: Petition
    told: Mapping[str, Any]
    request: Request
    seen: int | None

    @property
    def base(self) -> dict[str, Any]:
        return {"by": self.request.actor, "at": self.request.at}


@needs(HANDLE)
@require_http_methods(["GET", "POST"])
def petition_step(request: Request, uuid: UUID, action: str) -> HttpResponse:
    """The form of one step."""
    one = petition_in_reach(request, uuid)
    if action == Action.PUBLISH and request.method == "GET" and publishing.photos_of(one):
        return redirect("show_petition", uuid)
    rule = _rule(request, one, action)
    form = _form(request, one, action)
    if request.method == "POST" and form.is_valid():
        try:
            _DO[action](Doing(one=one, told=form.cleaned_data, request=request, seen=_seen(request)))
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, f"{rule.sentence.said(get_language() or 'vi')}.")
            return redirect("petition_desk", uuid)
    values = {
        "petition": one, "rule": rule, "title": rule.title.said(get_language() or "vi"), "form": form,
        "seen": one.case.version, "templates": _templates(one, action), "marked": _marked(one, action),
    }  # fmt: skip
    return page(request, "petitions/desk/step.html", values, status=400 if form.errors else 200)


def steps_of(request: Request, one: Petition) -> list[ActionRule]:
    """What the asker may do with a petition now, in the order of the buttons."""
    found = choices(one.case, by=request.actor, rights=request.rights, at=request.at)
    rules = [choice.rule for choice in found if choice.rule.code in _DO]
    return [rule for rule in rules if rule.code != Action.REOPEN or _was_bad(one, request)]


def _was_bad(one: Petition, request: Request) -> bool:
    """Whether it may be opened again: only a bad rating does that."""
    faces = ratings_of(one.pk).get(0)
    return faces is not None and faces <= BAD_FACE and answering.can_reopen(one, request.at)


def _rule(request: Request, one: Petition, action: str) -> ActionRule:
    rule = next((rule for rule in steps_of(request, one) if rule.code == action), None)
    if rule is None and request.method == "POST" and action in _DO:
        rule = one.case.blueprint.actions.get(action)
    if rule is None:
        raise Http404
    return rule


def _seen(request: Request) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdigit() else None


def _form(request: Request, one: Petition, action: str) -> Form:
    kind = _FORMS.get(action, forms.ConfirmForm)
    if action == Action.ANSWER and key_of_person(request.actor.person, at=request.at) is None:
        kind = forms.AnswerForm
    if request.method == "POST":
        return kind(request.POST, request.FILES)
    return kind(initial=_initial(request, one, action))


def _initial(request: Request, one: Petition, action: str) -> dict[str, str]:
    if action == Action.PUBLISH:
        answer = last_letter(one.pk, LetterKind.ANSWER)
        return {"words": one.words, "answer": answer.words if answer else ""}
    begun = _templates(one, action).filter(uuid=_uuid(request.GET.get("template", ""))).first()
    if begun:
        return {"words": begun.words}
    letter = last_letter(one.pk, LetterKind.ANSWER) if action == Action.ANSWER else None
    return {"words": letter.words} if letter and letter.sent_at is None else {}


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _templates(one: Petition, action: str) -> Any:
    found = Template.objects.of_office(one.case.agency)
    return found.filter(kind=LETTERS[Action(action)]) if action in LETTERS else found.none()


def _marked(one: Petition, action: str) -> list[list[Piece]]:
    """Both texts with what may name somebody, before all read them."""
    if action != Action.PUBLISH:
        return []
    answer = last_letter(one.pk, LetterKind.ANSWER)
    names = names_of(one)
    return [pieces(one.words, names), pieces(answer.words if answer else "", names)]


def names_of(one: Petition) -> list[str]:
    """The whole name of who sent it, and the short one by which people call them."""
    person = one.case.applicant
    return [person.full_name, " ".join(person.full_name.split()[-2:]), person.given] if person else []


def _kept(doing: Doing) -> File | None:
    """The paper that was put in, kept for who asked and for the office."""
    upload, case = doing.told.get("paper"), doing.one.case
    if upload is None:
        return None
    return keep_file(
        upload, rules=PAPERS, about=doing.one, person=case.applicant_id, place=case.place_id, permission=HANDLE,
        field="paper", **doing.base,
    )  # fmt: skip


def _propose(doing: Doing) -> None:
    paper = _kept(doing)
    answering.propose_answer(
        doing.one, words=doing.told["words"], file=paper.uuid if paper else None, seen=doing.seen, **doing.base
    )


def _answer(doing: Doing) -> None:
    paper, words = _kept(doing), doing.told["words"]
    if doing.told.get("pin"):
        answer_with_key(doing.one, doing.told["pin"], words=words, paper=paper, seen=doing.seen, **doing.base)
        return
    paper = paper or paper_of_answer(doing.one)
    answering.answer_petition(doing.one, words=words, file=paper.uuid if paper else None, seen=doing.seen, **doing.base)


def _join(doing: Doing) -> None:
    code = doing.told["to"].strip().upper()
    to = Petition.objects.select_related("case", "joined_to__case").filter(case__ref=code).first()
    if to is None:
        raise joining.CannotJoin
    joining.join_petition(doing.one, to=to, seen=doing.seen, **doing.base)


def _publish(doing: Doing) -> None:
    publishing.publish_petition(doing.one, **doing.told, seen=doing.seen, **doing.base)


def _worded(action: Callable[..., Petition]) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        action(doing.one, words=doing.told["words"], seen=doing.seen, **doing.base)

    return do


def _plain(action: Callable[..., Petition], *, seen: bool = False) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        action(doing.one, **({"seen": doing.seen} if seen else {}), **doing.base)

    return do


def _give(doing: Doing) -> None:
    handling.give_more(doing.one, words=doing.told["words"], **doing.base)


_FORMS: Mapping[str, type[Form]] = {
    Action.ASK_MORE: forms.WordsForm,
    Action.GIVE_MORE: forms.WordsForm,
    Action.RETURN_ANSWER: forms.WordsForm,
    Action.REFUSE: forms.WordsForm,
    Action.PROPOSE_ANSWER: forms.AnswerForm,
    Action.ANSWER: forms.ApproveForm,
    Action.JOIN: forms.JoinForm,
    Action.PUBLISH: forms.PublishForm,
}
_DO: Mapping[str, Callable[[Doing], None]] = {
    Action.TAKE_IN: _plain(handling.take_in, seen=True),
    Action.ASK_MORE: _worded(handling.ask_more),
    Action.GIVE_MORE: _give,
    Action.PROPOSE_ANSWER: _propose,
    Action.ANSWER: _answer,
    Action.RETURN_ANSWER: _worded(answering.return_answer),
    Action.REFUSE: _worded(handling.refuse),
    Action.JOIN: _join,
    Action.SEPARATE: _plain(joining.separate_petition),
    Action.LAPSE: _plain(handling.lapse),
    Action.PUBLISH: _publish,
    Action.WITHHOLD: _plain(publishing.withhold_petition, seen=True),
    Action.REOPEN: _plain(answering.reopen_petition),
}
