"""The doors of alerts."""

from django.urls import path

from tinhso.operations.alerts.views import alerts, duties, rules

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/ended/", alerts.ended_alerts, name="ended_alerts"),
    path("alerts/look/", alerts.look_again, name="look_again"),
    path("alerts/duties/", duties.duties, name="duties"),
    path("alerts/duties/<uuid:uuid>/hand-over/", duties.hand_over, name="hand_over_duty"),
    path("alerts/silences/<uuid:uuid>/lift/", alerts.lift, name="lift_silence"),
    path("alerts/rules/", rules.rules, name="alert_rules"),
    path("alerts/rules/new/", rules.new_rule, name="new_rule"),
    path("alerts/rules/<slug:code>/", rules.rule, name="alert_rule"),
    path("alerts/rules/<slug:code>/draft/", rules.draft, name="draft_rule"),
    path("alerts/rules/<slug:code>/try/", rules.try_draft, name="try_rule"),
    path("alerts/rules/<slug:code>/publish/", rules.publish, name="publish_rule"),
    path("alerts/rules/<slug:code>/retire/", rules.retire, name="retire_rule"),
    path("alerts/<uuid:uuid>/", alerts.alert, name="alert"),
    path("alerts/<uuid:uuid>/acknowledge/", alerts.acknowledge, name="acknowledge_alert"),
    path("alerts/<uuid:uuid>/silence/", alerts.silence, name="silence_alert"),
]
