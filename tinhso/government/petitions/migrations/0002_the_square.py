import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_unread'),
        ('accounts', '__first__'),
        ('organisations', '0002_initial'),
        ('petitions', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Publication',
        ),
        migrations.CreateModel(
            name='Learning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.JSONField()),
                ('petitions', models.PositiveIntegerField()),
                ('tried', models.PositiveIntegerField()),
                ('right', models.PositiveIntegerField()),
                ('among', models.PositiveIntegerField()),
                ('bar', models.FloatField(default=0)),
                ('lead', models.FloatField(null=True)),
                ('sure', models.PositiveIntegerField(default=0)),
                ('learnt_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-learnt_at', '-id'], name='learnt_newest')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.TextField()),
                ('answer', models.TextField(blank=True, default='')),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('pictures', models.PositiveSmallIntegerField(default=0)),
                ('backers', models.PositiveIntegerField(default=0)),
                ('reported_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('commune', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='petitions.petition')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('published_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='petitions.topic')),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='petitions.topic')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('taken_back_at', None)), fields=['-published_at', '-id'], name='shown_newest'), models.Index(condition=models.Q(('taken_back_at', None)), fields=['commune', '-published_at', '-id'], name='shown_of_a_commune'), models.Index(condition=models.Q(('taken_back_at', None)), fields=['subject', '-published_at', '-id'], name='shown_of_a_subject'), models.Index(condition=models.Q(('taken_back_at', None)), fields=['commune', 'subject', '-published_at', '-id'], name='shown_of_both'), models.Index(condition=models.Q(('answered_at', None), ('taken_back_at', None)), fields=['-published_at', '-id'], name='open_newest'), models.Index(condition=models.Q(('answered_at', None), ('taken_back_at', None)), fields=['commune', '-published_at', '-id'], name='open_of_a_commune'), models.Index(condition=models.Q(('answered_at', None), ('taken_back_at', None)), fields=['subject', '-published_at', '-id'], name='open_of_a_subject'), models.Index(condition=models.Q(('taken_back_at', None)), fields=['reported_at'], name='shown_reported')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='publication_is_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Backer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.UUIDField(null=True)),
                ('device', models.CharField(blank=True, default='', max_length=64)),
                ('at', models.DateTimeField()),
                ('publication', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='backed_by', to='petitions.publication')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='backed_by_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('publication', 'person'), name='backed_once_by_a_person'), models.UniqueConstraint(condition=models.Q(('device', ''), _negated=True), fields=('publication', 'device'), name='backed_once_from_a_device'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('device', ''), _negated=True), _connector='OR'), name='backed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='PublicPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.UUIDField(unique=True)),
                ('source', models.UUIDField()),
                ('position', models.PositiveSmallIntegerField()),
                ('hidden', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('looked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown_pictures', to='petitions.publication')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('publication', 'position'), name='public_picture_in_its_place')],
            },
        ),
        migrations.CreateModel(
            name='RatingCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('rated', models.PositiveIntegerField()),
                ('content', models.PositiveIntegerField()),
                ('faces', models.PositiveIntegerField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('commune', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='petitions.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'agency', 'commune', 'subject'), name='ratings_counted_once'), models.CheckConstraint(condition=models.Q(('content__lte', models.F('rated'))), name='content_are_among_the_rated')],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='filing', serialize=False, to='petitions.petition')),
                ('filed_at', models.DateTimeField()),
                ('token', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.accesstoken')),
            ],
            options={
                'indexes': [models.Index(fields=['token', 'filed_at'], name='filed_by_a_client')],
            },
        ),
    ]
