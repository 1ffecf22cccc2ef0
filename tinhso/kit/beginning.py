"""The tables of an empty database, made at once as the models are today instead of migration by migration.

Django draws every related model anew for each step of a migration; with hundreds of tables that takes most of an
installation. What migrations do besides tables (triggers, functions, statistics) is done in their order; what only
carries rows over says so by Django's own mark `elidable`. A test holds both ways to the same schema.
"""

from collections.abc import Iterator
from typing import cast

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is no table yet."""
    return not connection.introspection.table_names()


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Make every table of the migrated apps and note their migrations as applied: all of it or nothing."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    with connection.schema_editor() as editor:
        for model in _models(executor.loader.migrated_apps, connection):
            editor.create_model(model)
        for migration in plan:
            _do_the_rest(migration, editor)
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def _models(labels: set[str], connection: BaseDatabaseWrapper) -> Iterator[type[models.Model]]:
    """Those that have a table; tables between two of them come with the first."""
    for config in apps.get_app_configs():
        if config.label in labels:
            yield from (model for model in config.get_models() if model._meta.can_migrate(connection))


def _do_the_rest(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    for operation in migration.operations:
        if isinstance(operation, RunPython) and not operation.elidable:
            operation.code(cast(StateApps, apps), editor)
