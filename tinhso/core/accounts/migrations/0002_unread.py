
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='unread',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
