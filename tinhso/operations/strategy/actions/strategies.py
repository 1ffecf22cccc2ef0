"""Strategies: entered from a paper, adopted; their targets set, and set anew with a reason."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.actions.judging import judge, judge_all
from tinhso.operations.strategy.domain.documents import GoalTold, StrategyTold, TargetTold
from tinhso.operations.strategy.domain.figures import checked, fulfils
from tinhso.operations.strategy.events import StrategyAdopted, StrategyEntered, TargetSet
from tinhso.operations.strategy.models import Goal, Strategy, Target, TargetVersion
from tinhso.warehouse.definitions import known

ENTER, ADOPT, SET = "enter_strategy", "adopt_strategy", "set_target"


class StrategyThere(Refusal):
    sentence = _("A strategy with this code is here already.")
    field = "code"


class IndicatorUnknown(Refusal):
    sentence = _("The warehouse promises no such indicator. Look at the list of indicators.")


class AdoptedAlready(Refusal):
    sentence = _("This strategy holds already.")


class NoTargets(Refusal):
    sentence = _("A strategy without targets cannot be adopted. Enter at least one.")


class ReasonWanted(Refusal):
    sentence = _("Say why. A target in force is never changed without a reason.")
    field = "reason"


class BaselineTooLate(Refusal):
    sentence = _("The baseline must lie before the year of the target.")
    field = "baseline_year"


class BaselineHalfTold(Refusal):
    sentence = _("Give both the year and the figure of the baseline, or neither.")
    field = "baseline"


class WrongWay(Refusal):
    sentence = _("The baseline is as good as this target already. Check the value and which way is better.")
    field = "value"


class NothingNew(Refusal):
    sentence = _("This is the target as it stands. Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be reached by when, from where, and why so."""

    year: int
    value: Decimal
    baseline_year: int | None = None
    baseline: Decimal | None = None
    reason: str


@transaction.atomic
def enter_strategy(told: StrategyTold, place: Place, *, by: Actor, at: datetime) -> Strategy:
    """Write a paper down as a draft. Raises NotYours, StrategyThere, IndicatorUnknown, and what set_target raises."""
    require(by, ENTER, at=at, place=place.pk)
    if Strategy.objects.filter(code=told.code).exists():
        raise StrategyThere
    codes = {code for goal in told.goals for target in goal.targets for code in target.indicators}
    if not codes <= known().keys():
        raise IndicatorUnknown

    strategy = Strategy.objects.create(
        code=told.code, number=told.number, titles=told.title, issuer=told.issuer, area=told.area, place=place,
        signed_on=told.signed, begins=told.begins, until=told.until, source=told.source, entered_at=at,
    )  # fmt: skip
    for number, goal in enumerate(told.goals, start=1):
        _enter_goal(strategy, number, goal, by=by, at=at)

    entered = StrategyEntered(code=Code(told.code), targets=sum(len(goal.targets) for goal in told.goals))
    record(entered, about=strategy, by=by, at=at, place=place.pk)
    judge_all(Target.objects.filter(goal__strategy=strategy).select_related("goal__strategy"), by=by, at=at)
    return strategy


@transaction.atomic
def adopt_strategy(strategy: Strategy, *, by: Actor, at: datetime) -> Strategy:
    """From now on it holds. Raises NotYours, AdoptedAlready, NoTargets."""
    strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    require(by, ADOPT, at=at, place=strategy.place_id)
    if strategy.adopted_at:
        raise AdoptedAlready
    if not Target.objects.filter(goal__strategy=strategy).exists():
        raise NoTargets

    strategy.adopted_at = at
    strategy.save(update_fields=["adopted_at"])

    record(StrategyAdopted(code=Code(strategy.code)), about=strategy, by=by, at=at, place=strategy.place_id)
    return strategy


@transaction.atomic
def set_target(target: Target, aim: Aim, *, by: Actor, at: datetime) -> TargetVersion:
    """Set what is to be reached; what was set before stays readable.

    Raises NotYours, ReasonWanted, BaselineTooLate, BaselineHalfTold, WrongWay, NothingNew, OverTheMost, BelowZero.
    """
    target = Target.objects.select_for_update(of=("self",)).select_related("goal__strategy").get(pk=target.pk)
    place = target.goal.strategy.place_id
    require(by, SET, at=at, place=place)
    version = _set(target, aim, by=by, at=at)
    judge(target, by=by, at=at)
    return version


def _set(target: Target, aim: Aim, *, by: Actor, at: datetime) -> TargetVersion:
    value, baseline = _checked(target, aim)
    last = TargetVersion.objects.filter(target=target).order_by("-number").first()
    if last and (last.year, last.value, last.baseline_year, last.baseline) == (
        aim.year, value, aim.baseline_year, baseline
    ):  # fmt: skip
        raise NothingNew

    version = TargetVersion.objects.create(
        target=target, number=last.number + 1 if last else 1, year=aim.year, value=value, baseline=baseline,
        baseline_year=aim.baseline_year, reason=aim.reason.strip(), set_by_id=by.account, set_at=at,
    )  # fmt: skip

    told = TargetSet(number=version.number, year=aim.year, value=value)
    record(told, about=target, by=by, at=at, place=target.goal.strategy.place_id)
    return version


def _checked(target: Target, aim: Aim) -> tuple[Decimal, Decimal | None]:
    """The values as they are kept."""
    if not aim.reason.strip():
        raise ReasonWanted
    if (aim.baseline_year is None) != (aim.baseline is None):
        raise BaselineHalfTold
    if aim.baseline_year is not None and aim.baseline_year >= aim.year:
        raise BaselineTooLate
    value = checked(aim.value, target.measured_in)
    baseline = checked(aim.baseline, target.measured_in) if aim.baseline is not None else None
    if baseline is not None and fulfils(float(baseline), float(value), target.way):
        raise WrongWay
    return value, baseline


def _enter_goal(strategy: Strategy, number: int, told: GoalTold, *, by: Actor, at: datetime) -> None:
    goal = Goal.objects.create(strategy=strategy, code=told.code, number=number, titles=told.title)
    for place, one in enumerate(told.targets, start=1):
        target = Target.objects.create(
            goal=goal, code=one.code, number=place, titles=one.title, unit=one.unit, direction=one.direction,
            measure=one.measure, method=one.method, indicators=one.indicators, parts=one.parts,
            owner=_agency(one, strategy), owner_post=one.owner_post,
        )  # fmt: skip
        if one.year is not None and one.value is not None:
            aim = Aim(
                year=one.year, value=one.value, baseline_year=one.baseline_year, baseline=one.baseline,
                reason=one.reason or strategy.number or strategy.titles["vi"],
            )  # fmt: skip
            _set(target, aim, by=by, at=at)


def _agency(told: TargetTold, strategy: Strategy) -> Organisation | None:
    """The standing office of that name where the strategy holds; nobody where there is none."""
    offices = Organisation.objects.current().offices().filter(place=strategy.place)
    return offices.filter(name=told.owner).order_by("pk").first() if told.owner else None
