"""The doors of procedures."""

from django.urls import path

from tinhso.government.procedures.views import catalogue, keeping

urlpatterns = [
    path("procedures/", catalogue.procedures, name="procedures"),
    path("procedures/paper/<slug:slug>/", catalogue.procedure, name="procedure"),
    path("procedures/paper/<slug:slug>/print/", catalogue.print_procedure, name="print_procedure"),
    path("procedures/code/<str:code>/", catalogue.coded, name="procedure_of_code"),
    path("procedures/catalogue/", keeping.kept_procedures, name="kept_procedures"),
    path("procedures/catalogue/import/", keeping.import_procedure, name="import_procedure"),
    path("procedures/catalogue/filing/", keeping.filing_choices, name="filing_choices"),
    path("procedures/catalogue/<slug:slug>/", keeping.kept_procedure, name="kept_procedure"),
    path("procedures/catalogue/<slug:slug>/suspend/", keeping.suspend, name="suspend_procedure"),
    path("procedures/catalogue/<slug:slug>/resume/", keeping.resume, name="resume_procedure"),
    path("procedures/catalogue/<slug:slug>/<int:number>.json", keeping.export_procedure, name="export_procedure"),
]
