"""Telephones of visitors lie sealed; an officer sees whom no message reached."""

from django.db import migrations, models

from tinhso.core.notices.models.people import closed
from tinhso.core.people.domain.phones import PhoneUnreadable, read_phone


def seal_phones(apps, schema_editor):
    """What was typed and cannot be called is dropped."""
    for row in apps.get_model("appointments", "Appointment").objects.exclude(phone=""):
        try:
            row.sealed = closed(read_phone(row.phone), bound_to=row.uuid)
        except PhoneUnreadable:
            continue
        row.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0001_initial"),
        ("people", "0005_earlier_looks"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="appointment", name="phone_of_a_visitor_only"),
        migrations.AddField(model_name="appointment", name="sealed", field=models.BinaryField(null=True)),
        migrations.RunPython(seal_phones, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="appointment", name="phone"),
        migrations.AddField(
            model_name="appointment", name="language", field=models.CharField(default="vi", max_length=3)
        ),
        migrations.AddField(model_name="appointment", name="untold_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("sealed__isnull", False)), fields=["starts_at"], name="appointments_sealed"
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("untold_at__isnull", False)), fields=["starts_at"], name="appointments_untold"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("sealed", None), ("person", None), _connector="OR"), name="phone_of_a_visitor_only"
            ),
        ),
    ]
