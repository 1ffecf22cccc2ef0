"""The doors of petitions."""

from django.urls import path

from tinhso.government.petitions.views import desk, elsewhere, steps

urlpatterns = [
    path("petitions/<uuid:uuid>/desk/", desk.petition_desk, name="petition_desk"),
    path("petitions/<uuid:uuid>/do/<str:action>/", steps.petition_step, name="petition_step"),
    path("petitions/<uuid:uuid>/forward/", elsewhere.forward_petition, name="forward_petition"),
    path("petitions/<uuid:uuid>/send-back/", elsewhere.send_back_petition, name="send_back_petition"),
    path("petitions/<uuid:uuid>/split/", elsewhere.split, name="split_petition"),
    path("petitions/<uuid:uuid>/note/", elsewhere.note, name="petition_note"),
    path("petitions/templates/", elsewhere.templates, name="petition_templates"),
    path("petitions/templates/<uuid:uuid>/retire/", elsewhere.retire_template, name="retire_petition_template"),
    path("petitions/case/<uuid:uuid>/", desk.petitions_case, name="petitions_case"),
]
