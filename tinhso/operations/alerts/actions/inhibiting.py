"""Keeping silent what is said already: by the same alert of a place above, or by a rule that inhibits another."""

from collections import defaultdict

from tinhso.operations.alerts.models import Alert, RuleVersion


def inhibit() -> None:
    """Mark each firing alert with the one that speaks for it, the highest and oldest first. Three queries at most."""
    firing = list(Alert.objects.firing().select_related("place", "rule").order_by("fired_at", "pk"))
    at_place = {(alert.rule.code, alert.place_id): alert for alert in firing}
    inhibitors = _inhibitors()
    changed = []
    for alert in firing:
        above = _speaker(alert, at_place, inhibitors)
        if alert.inhibited_by_id != (above.pk if above else None):
            alert.inhibited_by = above
            changed.append(alert)
    Alert.objects.bulk_update(changed, ["inhibited_by"])


def _speaker(
    alert: Alert, at_place: dict[tuple[str, int], Alert], inhibitors: dict[str, list[str]]
) -> Alert | None:  # fmt: skip
    above, here = alert.place.ancestors, (*alert.place.ancestors, alert.place_id)
    keys = [(alert.rule.code, place) for place in above]
    keys += [(code, place) for code in inhibitors[alert.rule.code] for place in here]
    return next((at_place[key] for key in keys if key in at_place), None)


def _inhibitors() -> dict[str, list[str]]:
    """Rule → the rules that keep it silent."""
    found: dict[str, list[str]] = defaultdict(list)
    for version in RuleVersion.objects.in_force().order_by("rule__code"):
        for code in version.told.inhibits:
            found[code].append(version.rule.code)
    return found
