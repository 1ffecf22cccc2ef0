"""The doors of cases."""

from django.urls import path

from tinhso.core.cases.views import board, case, definitions, inbox, slips, walking

urlpatterns = [
    path("cases/", inbox.inbox, name="inbox"),
    path("cases/together/", inbox.bulk, name="cases_together"),
    path("cases/team/", board.board, name="team_board"),
    path("cases/team/<uuid:uuid>/", board.desk, name="team_desk"),
    path("cases/<uuid:uuid>/", case.case, name="case"),
    path("cases/<uuid:uuid>/claim/", case.claim, name="claim_case"),
    path("cases/<uuid:uuid>/take-back/", case.take_back, name="take_case_back"),
    path("cases/<uuid:uuid>/recall/", case.recall_question, name="recall_question"),
    path("cases/<uuid:uuid>/do/<slug:action>/", case.do, name="do_case"),
    path("cases/<uuid:uuid>/step/<slug:name>/", case.step, name="case_step"),
    path("track/", slips.track, name="track"),
    path("track/<str:code>/<str:key>/", slips.track_one, name="track_one"),
    path("track/<str:code>/<str:key>/<slug:step>/", slips.track_step, name="track_step"),
    path("cases/definition.schema.json", definitions.definition_schema, name="definition_schema"),
    path("cases/definitions/", definitions.definitions, name="definitions"),
    path("cases/definitions/new/", definitions.new_definition, name="new_definition"),
    path("cases/definitions/<uuid:uuid>/", definitions.definition, name="definition"),
    path("cases/definitions/<uuid:uuid>/edit/", definitions.edit_definition, name="edit_definition"),
    path("cases/definitions/<uuid:uuid>/simulate/", walking.simulate_definition, name="simulate_definition"),
    path("cases/definitions/<uuid:uuid>/compare/", definitions.compare_definition, name="compare_definition"),
    path("cases/definitions/<uuid:uuid>/publish/", definitions.publish_definition_page, name="publish_definition"),
    path("cases/definitions/<uuid:uuid>/retire/", definitions.retire_definition_page, name="retire_definition"),
    path("cases/definitions/<uuid:uuid>/export/", definitions.export_definition, name="export_definition"),
]
