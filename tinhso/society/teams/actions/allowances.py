"""Allowances of a month: reckoned from what was done, submitted by one person, approved by another, then for ever."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import insert_many
from tinhso.society.teams.domain.allowances import Due, dues, month_before, month_of, still_due
from tinhso.society.teams.events import AllowanceRuleEntered, SheetApproved, SheetReturned, SheetSubmitted
from tinhso.society.teams.models import AllowanceRule, Paid, Sheet
from tinhso.society.teams.models.allowances import MONTHS_BACK, paid_for, worked_in

SUBMIT, APPROVE, KEEP_RULES = "submit_allowances", "approve_allowances", "keep_allowance_rules"


class MonthNotOver(Refusal):
    sentence = _("The month is not over yet. Submit its sheet on the first day of the next.")


class SheetApprovedAlready(Refusal):
    sentence = _("This month was approved. What is still missing comes with next month's sheet.")


class NothingDue(Refusal):
    sentence = _("Nobody is due anything for this month.")


class SheetChanged(Refusal):
    sentence = _("What was done has changed since the sheet was submitted. Return it, so that it is submitted anew.")


class AnotherMust(Refusal):
    sentence = _("Another person approves what you submitted.")


class RuleInThePast(Refusal):
    sentence = _("A rule begins today or later: months that were paid stay as they were.")
    field = "begins"


def reckon(commune: Place, month: date) -> list[Due]:
    """What a commune's members are due with a month's sheet: the month itself, and what earlier ones still need.

    Reckoned anew it is the same, as long as nothing was written down since.
    """
    lines = _of_month(commune, month)
    for back in range(1, MONTHS_BACK + 1):
        earlier = month_before(month, back)
        if Sheet.objects.filter(place=commune, month=earlier, state=Sheet.State.APPROVED).exists():
            lines += still_due(_of_month(commune, earlier), _paid_before(commune, earlier, month))
    return sorted(lines)


def _of_month(commune: Place, month: date) -> list[Due]:
    rules = [row.rule for row in AllowanceRule.objects.touching(month)]
    return dues(rules, worked_in(commune, month), month)


def _paid_before(commune: Place, month: date, sheet: date) -> list[Due]:
    """What sheets before this one approved for a month."""
    own = Paid.objects.filter(sheet__place=commune, sheet__month=sheet, month=month)
    taken = {Due(*row) for row in own.values_list("member", "month", "rule", "times", "amount")}
    return [due for due in paid_for(commune, [month]) if due not in taken]


@transaction.atomic
def submit_sheet(commune: Place, month: date, *, by: Actor, at: datetime) -> Sheet:
    """Put a month before another person. Raises NotYours, MonthNotOver, SheetApprovedAlready, NothingDue."""
    require(by, SUBMIT, at=at, place=commune.pk)
    month = month_of(month)
    sheet = Sheet.objects.select_for_update().filter(place=commune, month=month).first()
    if sheet and sheet.state == Sheet.State.APPROVED:
        raise SheetApprovedAlready
    if month_of(timezone.localdate(at)) <= month:
        raise MonthNotOver
    lines = reckon(commune, month)
    if not lines:
        raise NothingDue

    sheet = sheet or Sheet(place=commune, month=month)
    sheet.state, sheet.lines, sheet.total = Sheet.State.SUBMITTED, _plain(lines), sum(line.amount for line in lines)
    sheet.submitted_by_id, sheet.submitted_at, sheet.note = by.account, at, ""
    sheet.save()

    submitted = SheetSubmitted(month=month, lines=len(lines), total=sheet.total)
    record(submitted, about=sheet, by=by, at=at, place=commune.pk)
    return sheet


@transaction.atomic
def return_sheet(sheet: Sheet, *, note: str, by: Actor, at: datetime) -> Sheet:
    """The sheet is to be submitted anew. Raises NotYours, SheetApprovedAlready."""
    sheet = _submitted(sheet, by=by, at=at)

    sheet.state, sheet.note = Sheet.State.RETURNED, note.strip()
    sheet.save(update_fields=["state", "note"])

    record(SheetReturned(month=sheet.month), about=sheet, by=by, at=at, place=sheet.place_id)
    return sheet


@transaction.atomic
def approve_sheet(sheet: Sheet, *, by: Actor, at: datetime) -> Sheet:
    """Approve a month, for ever. Raises NotYours, AnotherMust, SheetApprovedAlready, SheetChanged."""
    sheet = _submitted(sheet, by=by, at=at)
    if by.account is None or sheet.submitted_by_id == by.account:
        raise AnotherMust
    lines = reckon(sheet.place, sheet.month)
    if _plain(lines) != sheet.lines:
        raise SheetChanged

    sheet.state, sheet.approved_by_id, sheet.approved_at = Sheet.State.APPROVED, by.account, at
    sheet.save(update_fields=["state", "approved_by", "approved_at"])
    insert_many([
        Paid(sheet=sheet, member_id=one.member, month=one.month, rule=one.rule, times=one.times, amount=one.amount)
        for one in lines
    ])  # fmt: skip

    approved = SheetApproved(month=sheet.month, lines=len(lines), total=sheet.total)
    record(approved, about=sheet, by=by, at=at, place=sheet.place_id)
    return sheet


@transaction.atomic
def enter_rule(rule: AllowanceRule, *, by: Actor, at: datetime) -> AllowanceRule:
    """From a day on so much is paid; the rule of that code before ends there. Raises NotYours, RuleInThePast."""
    require(by, KEEP_RULES, at=at)
    if rule.begins < timezone.localdate(at):
        raise RuleInThePast
    rows = AllowanceRule.objects.select_for_update().filter(code=rule.code)
    rows.filter(begins=rule.begins).delete()
    later = rows.filter(begins__gt=rule.begins).order_by("begins").first()
    rows.filter(begins__lt=rule.begins).exclude(until__lte=rule.begins).update(until=rule.begins)

    rule.until, rule.made_at = later.begins if later else None, at
    rule.save()

    entered = AllowanceRuleEntered(code=Code(rule.code), amount=rule.amount, begins=rule.begins)
    record(entered, about=rule, by=by, at=at)
    return rule


def ship_rules(path: Path, *, at: datetime) -> None:
    """Enter the rules that come with the product where none of their code is known."""
    known = set(AllowanceRule.objects.values_list("code", flat=True))
    for told in json.loads(path.read_text(encoding="utf-8")):
        if told["code"] not in known:
            AllowanceRule.objects.create(
                code=told["code"], titles=told["title"], per=told["per"], position=told.get("position", ""),
                activity=told.get("activity", ""), amount=told["amount"], most=told.get("most", 0),
                begins=date.fromisoformat(told["from"]), made_at=at,
            )  # fmt: skip


def last_month(at: datetime) -> date:
    """The first day of the month before this one."""
    return month_of(month_of(timezone.localdate(at)) - timedelta(days=1))


def _submitted(sheet: Sheet, *, by: Actor, at: datetime) -> Sheet:
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("place").get(pk=sheet.pk)
    require(by, APPROVE, at=at, place=sheet.place_id)
    if sheet.state == Sheet.State.APPROVED:
        raise SheetApprovedAlready
    if sheet.state != Sheet.State.SUBMITTED:
        raise NotYours
    return sheet


def _plain(lines: list[Due]) -> list[list[object]]:
    return [[one.member, one.month.isoformat(), one.rule, one.times, one.amount] for one in lines]
