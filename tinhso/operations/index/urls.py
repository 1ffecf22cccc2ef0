"""The doors of indices."""

from django.urls import path

from tinhso.operations.index.views import asking, catalogues, communes, looking, ranking, rounds

urlpatterns = [
    path("index/", looking.index, name="index"),
    path("index/ranking/", ranking.ranking, name="index_ranking"),
    path("index/what-if/", asking.what_if, name="index_what_if"),
    path("index/what-next/", asking.what_next, name="index_what_next"),
    path("index/communes/", communes.communes, name="index_communes"),
    path("index/service/", communes.service, name="index_service"),
    path("index/catalogues/", catalogues.catalogues, name="index_catalogues"),
    path("index/catalogues/new/", catalogues.enter, name="publish_catalogue"),
    path("index/catalogues/<str:code>/<str:version>/", catalogues.catalogue, name="index_catalogue"),
    path("index/rounds/", rounds.round_list, name="index_rounds"),
    path("index/rounds/new/", rounds.begin, name="open_round"),
    path("index/rounds/<uuid:uuid>/", rounds.round_page, name="index_round"),
    path("index/rounds/<uuid:uuid>/publish/", rounds.publish, name="publish_round"),
    path("index/case/<uuid:uuid>/", rounds.index_case, name="index_case"),
    path("index/<uuid:uuid>/", looking.assessment, name="index_assessment"),
    path("index/<uuid:uuid>/work/", rounds.work, name="index_work"),
    path("index/<uuid:uuid>/submit/", rounds.submit, name="submit_assessment"),
    path("index/<uuid:uuid>/return/", rounds.send_back, name="return_assessment"),
    path("index/<uuid:uuid>/finish/", rounds.finish, name="finish_verifying"),
    path("index/<uuid:uuid>/components/<str:code>/", looking.component, name="index_component"),
    path("index/<uuid:uuid>/components/<str:code>/claim/", rounds.claim, name="claim_component"),
    path("index/<uuid:uuid>/components/<str:code>/attach/", rounds.attach, name="attach_evidence"),
    path("index/<uuid:uuid>/components/<str:code>/verify/", rounds.verify, name="verify_component"),
    path("index/<uuid:uuid>/<str:main>/", looking.main_index, name="index_main"),
]
