"""Figures: declared with evidence, verified by another person, taken from a source, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Post
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.core.files.models import File
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.operations.strategy.actions.judging import judge
from tinhso.operations.strategy.domain.figures import checked, of_parts
from tinhso.operations.strategy.domain.tables import methods
from tinhso.operations.strategy.domain.words import FigureState, Origin
from tinhso.operations.strategy.events import FigureDeclared, FigureTaken, FigureVerified, FigureWithdrawn
from tinhso.operations.strategy.models import Figure, Target

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

DECLARE, VERIFY, SEE, ENTER = "declare_figure", "verify_figure", "see_strategies", "enter_strategy"


class EvidenceWanted(Refusal):
    sentence = _("Send the paper that the figure stands in. Without evidence it is not taken.")
    field = "evidence"


class OtherUnit(Refusal):
    sentence = _("The figure is told in another unit than the target. Tell it in the unit of the target.")
    field = "unit"


class MethodUnknown(Refusal):
    sentence = _("This way of counting is not known here.")
    field = "method"


class TwiceFromOneSource(Refusal):
    sentence = _("This source has told this year already. Withdraw that figure first, and say why.")
    field = "year"


class YearToCome(Refusal):
    sentence = _("This year has not begun. A figure is of a year that was.")
    field = "year"


class PartUnknown(Refusal):
    sentence = _("A part was told that this target does not have.")


class NotWaiting(Refusal):
    sentence = _("This figure does not wait for a decision any more. Look at it again.")


class AnotherVerifies(Refusal):
    sentence = _("Another person verifies what you declared.")


class WhyWanted(Refusal):
    sentence = _("Say why it holds no more. Everyone who saw it should be able to read it.")
    field = "why"


class CountedByUs(Refusal):
    sentence = _("This figure is counted here. It changes when what it counts is put right.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTold:
    """A figure as somebody tells it. With `parts` the value may be left out; `whole`: what they are a share of.

    whole_year   False for a part of a year: it stands beside, nothing is forecast from it
    """

    year: int
    value: Decimal | None
    unit: str
    method: str
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    whole: Decimal | None = None
    whole_year: bool = True


def declare_figure(
    target: Target, told: FigureTold, *, evidence: "UploadedFile | None", by: Actor, at: datetime
) -> Figure:
    """Declare a figure from a post of the office that answers for the target; it waits for another person.

    Raises NotYours, EvidenceWanted, FileRefused, OtherUnit, MethodUnknown, PartUnknown, YearToCome, TwiceFromOneSource
    and what a figure may not be (`domain.figures`).
    """
    post = _answering_post(target, by=by, at=at)
    figure = _figure(target, told, at=at)
    if evidence is None:
        raise EvidenceWanted
    figure.origin, figure.state, figure.source = Origin.DECLARED, FigureState.WAITS, post.organisation.name
    if figure.told_already():
        raise TwiceFromOneSource
    figure.evidence = _kept(evidence, target, by=by, at=at)
    figure.declared_by_id, figure.declared_post = by.account, post
    return _written(figure, FigureDeclared(year=figure.year, value=figure.value, method=Code(figure.method)), by, at)


def take_figure(target: Target, told: FigureTold, *, source: str, by: Actor, at: datetime) -> Figure:
    """Take over a published figure with its source; it stands at once. Raises as declare_figure."""
    require(by, ENTER, at=at, place=target.goal.strategy.place_id)
    if not source.strip():
        raise EvidenceWanted
    figure = _figure(target, told, at=at)
    figure.origin, figure.state, figure.source = Origin.IMPORTED, FigureState.STANDS, source.strip()
    event = FigureTaken(
        year=figure.year, value=figure.value, method=Code(figure.method), origin=Origin.IMPORTED
    )  # fmt: skip
    return _written(figure, event, by, at)


@transaction.atomic
def verify_figure(figure: Figure, *, by: Actor, at: datetime) -> Figure:
    """Another person has looked at the evidence: now it stands. Raises NotYours, NotWaiting, AnotherVerifies."""
    figure = _locked(figure)
    _may_decide(figure, by=by, at=at)
    if figure.state != FigureState.WAITS:
        raise NotWaiting
    if by.account is None or by.account == figure.declared_by_id:
        raise AnotherVerifies

    figure.state, figure.verified_by_id, figure.verified_at = FigureState.STANDS, by.account, at
    figure.save(update_fields=["state", "verified_by", "verified_at"])

    _recorded(FigureVerified(year=figure.year), figure, by, at)
    judge(figure.target, by=by, at=at)
    return figure


@transaction.atomic
def withdraw_figure(figure: Figure, *, why: str, by: Actor, at: datetime) -> Figure:
    """It holds no more, and stays readable with the reason. Raises NotYours, NotWaiting, WhyWanted, CountedByUs."""
    figure = _locked(figure)
    if figure.declared_by_id is None or figure.declared_by_id != by.account:
        _may_decide(figure, by=by, at=at)
    if figure.origin == Origin.COUNTED:
        raise CountedByUs
    if figure.state == FigureState.WITHDRAWN:
        raise NotWaiting
    if not why.strip():
        raise WhyWanted

    figure.state, figure.withdrawn_at, figure.withdrawn_why = FigureState.WITHDRAWN, at, why.strip()
    figure.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])

    _recorded(FigureWithdrawn(year=figure.year), figure, by, at)
    judge(figure.target, by=by, at=at)
    return figure


def may_declare(target: Target, post: Post | None) -> bool:
    """Whether a post is of the office that answers for the target, or of a department of it."""
    if post is None or target.owner_id is None:
        return False
    return target.owner_id in (post.organisation_id, post.organisation.parent_id)


def _answering_post(target: Target, *, by: Actor, at: datetime) -> Post:
    """The named post from which it is declared. Raises NotYours."""
    require(by, DECLARE, at=at)
    post = Post.objects.in_force(at).select_related("organisation").filter(pk=by.post or 0, account=by.account).first()
    if post is None or not may_declare(target, post):
        raise NotYours
    return post


def _may_decide(figure: Figure, *, by: Actor, at: datetime) -> None:
    owner = figure.target.owner_id
    require(by, VERIFY, at=at, place=figure.target.goal.strategy.place_id, agency=owner)


def _figure(target: Target, told: FigureTold, *, at: datetime) -> Figure:
    """The row as told, checked, without who says so."""
    if told.unit != target.unit:
        raise OtherUnit
    if told.method not in methods():
        raise MethodUnknown
    if not told.parts.keys() <= target.parts.keys():
        raise PartUnknown
    if told.year > timezone.localdate(at).year:
        raise YearToCome
    value = checked(of_parts(told.parts, told.whole, told.value), target.measured_in)
    return Figure(
        target=target, year=told.year, value=value, method=told.method, whole=told.whole, told_at=at,
        parts={code: str(part) for code, part in told.parts.items()}, whole_year=told.whole_year,
    )  # fmt: skip


@transaction.atomic
def _written(figure: Figure, event: FigureDeclared | FigureTaken, by: Actor, at: datetime) -> Figure:
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as there:
        raise TwiceFromOneSource from there
    _recorded(event, figure, by, at)
    judge(figure.target, by=by, at=at)
    return figure


def _kept(upload: "UploadedFile", target: Target, *, by: Actor, at: datetime) -> File:
    place = target.goal.strategy.place_id
    return keep_file(
        upload, rules=OFFICE, about=target, place=place, permission=SEE, by=by, at=at, field="evidence"
    )  # fmt: skip


def _locked(figure: Figure) -> Figure:
    rows = Figure.objects.select_for_update(of=("self",)).select_related("target__goal__strategy", "declared_post")
    return rows.get(pk=figure.pk)


def _recorded(
    event: FigureDeclared | FigureTaken | FigureVerified | FigureWithdrawn, figure: Figure, by: Actor, at: datetime
) -> None:
    record(event, about=figure, by=by, at=at, place=figure.target.goal.strategy.place_id)
