"""The doors of cases."""

from django.urls import path

from tinhso.core.cases.views import definitions, walking

urlpatterns = [
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
