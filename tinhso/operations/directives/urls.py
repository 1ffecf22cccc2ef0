"""The doors of directives."""

from django.urls import path

from tinhso.operations.directives.views import directive, issuing, lists, meetings, papers

urlpatterns = [
    path("directives/", lists.directives, name="directives"),
    path("directives/new/", issuing.new, name="new_directive"),
    path("directives/meetings/", meetings.meetings, name="meetings"),
    path("directives/meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("directives/meetings/<uuid:uuid>/", meetings.meeting, name="meeting"),
    path("directives/case/<uuid:uuid>/", lists.directives_case, name="directives_case"),
    path("directives/<uuid:uuid>/", directive.directive, name="directive"),
    path("directives/<uuid:uuid>/pass-on/", issuing.pass_on, name="pass_directive_on"),
    path("directives/<uuid:uuid>/paper.pdf", papers.directive_paper, name="directive_paper"),
    path("directives/<uuid:uuid>/files/<uuid:file>/", directive.directive_file, name="directive_file"),
    path("directives/<uuid:uuid>/<slug:step>/", directive.directive_step, name="directive_step"),
]
