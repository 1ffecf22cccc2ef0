"""Following by a code serves every case now: what receipts were made from goes to the cases, so that they keep opening."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def hand_over(apps, schema_editor):
    here = schema_editor.connection.alias
    dossiers = apps.get_model("procedures", "Dossier").objects.using(here).filter(case=OuterRef("pk"))
    cases = apps.get_model("cases", "Case").objects.using(here).filter(dossier__isnull=False)
    cases.update(slip_seed=Subquery(dossiers.values("uuid")[:1]), slip_turn=Subquery(dossiers.values("secret_turn")[:1]))


def hand_back(apps, schema_editor):
    here = schema_editor.connection.alias
    cases = apps.get_model("cases", "Case").objects.using(here).filter(pk=OuterRef("case"))
    dossiers = apps.get_model("procedures", "Dossier").objects.using(here)
    dossiers.update(secret_turn=Subquery(cases.values("slip_turn")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_slips'),
        ('procedures', '0003_fees'),
    ]

    operations = [
        migrations.RunPython(hand_over, hand_back, elidable=True),
        migrations.DeleteModel(
            name='WrongTry',
        ),
        migrations.RemoveField(
            model_name='dossier',
            name='secret_turn',
        ),
    ]
