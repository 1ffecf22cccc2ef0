"""The doors of community teams."""

from django.urls import path

from tinhso.society.teams.views import lists, teams

urlpatterns = [
    path("teams/", teams.team_list, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/lists/", lists.member_lists, name="member_lists"),
    path("teams/lists/sample.xlsx", lists.sample_list, name="sample_member_list"),
    path("teams/lists/<uuid:uuid>/", lists.member_list, name="member_list"),
    path("teams/lists/<uuid:uuid>/throw-away/", lists.throw_away, name="throw_list_away"),
    path("teams/<uuid:uuid>/", teams.team, name="team"),
    path("teams/<uuid:uuid>/end/", teams.end, name="end_team"),
    path("teams/<uuid:uuid>/members/new/", teams.new_member, name="new_team_member"),
    path("teams/members/<uuid:uuid>/", teams.member, name="team_member"),
    path("teams/members/<uuid:uuid>/leave/", teams.leave, name="leave_team"),
    path("teams/members/<uuid:uuid>/training/", teams.trained, name="note_training"),
]
