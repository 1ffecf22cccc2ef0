"""The doors of community teams."""

from django.urls import path

from tinhso.society.teams.views import activities, cover, lists, teams

urlpatterns = [
    path("teams/", teams.team_list, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/lists/", lists.member_lists, name="member_lists"),
    path("teams/lists/sample.xlsx", lists.sample_list, name="sample_member_list"),
    path("teams/lists/<uuid:uuid>/", lists.member_list, name="member_list"),
    path("teams/lists/<uuid:uuid>/throw-away/", lists.throw_away, name="throw_list_away"),
    path("teams/cover/", cover.team_cover, name="team_cover"),
    path("teams/mine/", activities.my_team, name="my_team"),
    path("teams/visit/", activities.visit, name="visit"),
    path("teams/activities/<uuid:uuid>/", activities.activity, name="activity"),
    path("teams/activities/<uuid:uuid>/finish/", activities.finish, name="finish_activity"),
    path("teams/activities/<uuid:uuid>/off/", activities.off, name="call_off_activity"),
    path("teams/<uuid:uuid>/plan/", activities.plan, name="plan_activity"),
    path("teams/members/<uuid:uuid>/show/", activities.show_me, name="show_me"),
    path("teams/<uuid:uuid>/", teams.team, name="team"),
    path("teams/<uuid:uuid>/end/", teams.end, name="end_team"),
    path("teams/<uuid:uuid>/members/new/", teams.new_member, name="new_team_member"),
    path("teams/members/<uuid:uuid>/", teams.member, name="team_member"),
    path("teams/members/<uuid:uuid>/leave/", teams.leave, name="leave_team"),
    path("teams/members/<uuid:uuid>/training/", teams.trained, name="note_training"),
]
