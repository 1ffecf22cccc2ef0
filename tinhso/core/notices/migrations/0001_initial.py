import django.db.models.deletion
import tinhso.core.notices.domain.channels
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10, unique=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("next_call", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, default="", max_length=40)),
                ("month", models.DateField(null=True)),
                ("parts", models.PositiveIntegerField(default=0)),
                ("spent", models.PositiveBigIntegerField(default=0)),
                ("budget_told_at", models.DateTimeField(null=True)),
                ("codes_stopped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.UUIDField()),
                ("kind", models.CharField(blank=True, default="", max_length=60)),
                ("channels", models.JSONField(default=list)),
                ("language", models.CharField(blank=True, default="", max_length=3)),
                ("digest", models.BooleanField(default=False)),
                ("refused", models.BooleanField(default=False)),
                ("quiet", models.CharField(blank=True, default="", max_length=11)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="choice_once_per_kind"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", ""), _negated=True), ("refused", False), _connector="OR"),
                        name="choice_not_everything_refused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("person", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("push", "push"),
                            ("zalo", "zalo"),
                            ("sms", "sms"),
                            ("email", "email"),
                            ("voice", "voice"),
                            ("paper", "paper"),
                        ],
                        max_length=10,
                    ),
                ),
                ("print", models.CharField(max_length=64)),
                ("sealed", models.BinaryField(null=True)),
                ("given_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("wrong_since", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["print"], name="contact_of_print"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "channel", "print"), name="contact_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("system", models.CharField(max_length=40)),
                ("title", models.JSONField()),
                ("gaps", models.JSONField()),
                ("refusable", models.BooleanField(default=False)),
                ("urgent", models.BooleanField(default=False)),
                ("digest", models.BooleanField(default=False)),
                ("parts", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("parts__range", (1, 5))), name="kind_takes_few_parts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("person", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("push", "push"),
                            ("zalo", "zalo"),
                            ("sms", "sms"),
                            ("email", "email"),
                            ("voice", "voice"),
                            ("paper", "paper"),
                        ],
                        max_length=10,
                    ),
                ),
                ("print", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("sealed", models.BinaryField(null=True)),
                ("language", models.CharField(default="vi", max_length=3)),
                ("asked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("typed_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "channel", "-asked_at"], name="proof_of_person"),
                    models.Index(fields=["channel", "-asked_at"], name="proof_by_time"),
                    models.Index(fields=["print", "asked_at"], name="proof_to_number"),
                    models.Index(condition=models.Q(("sealed__isnull", False)), fields=["id"], name="proof_to_send"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20)),
                ("number", models.CharField(max_length=80)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="report_to_forget"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "number"), name="report_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("texts", models.JSONField()),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("published_by", models.BigIntegerField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="notices.kind",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="wording_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("kind",), name="wording_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")), fields=("kind",), name="wording_one_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="wording_published_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("person", models.UUIDField()),
                ("cause", models.CharField(max_length=80)),
                ("values", models.JSONField()),
                ("language", models.CharField(default="vi", max_length=3)),
                ("place", models.BigIntegerField(null=True)),
                ("link", models.CharField(blank=True, default="", max_length=200)),
                ("plan", models.JSONField(default=list)),
                ("until", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("stuck_at", models.DateTimeField(null=True)),
                (
                    "wording",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.wording",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-told_at", "-id"], name="notice_of_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                    models.Index(fields=["place", "-told_at", "-id"], name="notice_of_place"),
                    models.Index(
                        condition=models.Q(("stuck_at__isnull", False)), fields=["stuck_at", "id"], name="notice_stuck"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "cause"), name="notice_once_per_event_and_person"),
                    models.CheckConstraint(
                        condition=models.Q(("read_at", None), ("read_at__gte", models.F("told_at")), _connector="OR"),
                        name="notice_read_after_it_was_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("push", "push"),
                            ("zalo", "zalo"),
                            ("sms", "sms"),
                            ("email", "email"),
                            ("voice", "voice"),
                            ("paper", "paper"),
                        ],
                        max_length=10,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("carried", "carried"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("failed", "failed"),
                            ("unsure", "unsure"),
                        ],
                        default=tinhso.core.notices.domain.channels.State["WAITING"],
                        max_length=10,
                    ),
                ),
                ("place", models.BigIntegerField(null=True)),
                ("due", models.DateTimeField()),
                ("digest", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("unsure", models.BooleanField(default=False)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("print", models.CharField(blank=True, default="", max_length=64)),
                ("provider", models.CharField(blank=True, default="", max_length=80)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("cost", models.PositiveIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, default="", max_length=40)),
                ("handed_by", models.BigIntegerField(null=True)),
                (
                    "carrier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried",
                        to="notices.delivery",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["channel", "due", "id"], name="notice_way_due"
                    ),
                    models.Index(
                        condition=models.Q(("print", ""), _negated=True),
                        fields=["print", "sent_at"],
                        name="notice_way_to_number",
                    ),
                    models.Index(
                        condition=models.Q(("channel__in", ["paper", "voice"]), ("state", "waiting")),
                        fields=["place", "due", "id"],
                        name="notice_way_by_hand",
                    ),
                    models.Index(fields=["sent_at", "channel"], name="notice_way_by_month"),
                    models.Index(
                        condition=models.Q(("provider", ""), _negated=True),
                        fields=["channel", "provider"],
                        name="notice_way_of_provider",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel"), name="notice_way_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    tinhso.core.notices.domain.channels.Channel["PUSH"],
                                    tinhso.core.notices.domain.channels.Channel["ZALO"],
                                    tinhso.core.notices.domain.channels.Channel["SMS"],
                                    tinhso.core.notices.domain.channels.Channel["EMAIL"],
                                    tinhso.core.notices.domain.channels.Channel["VOICE"],
                                    tinhso.core.notices.domain.channels.Channel["PAPER"],
                                ],
                            )
                        ),
                        name="notice_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    tinhso.core.notices.domain.channels.State["WAITING"],
                                    tinhso.core.notices.domain.channels.State["CARRIED"],
                                    tinhso.core.notices.domain.channels.State["SENT"],
                                    tinhso.core.notices.domain.channels.State["DELIVERED"],
                                    tinhso.core.notices.domain.channels.State["FAILED"],
                                    tinhso.core.notices.domain.channels.State["UNSURE"],
                                ],
                            )
                        ),
                        name="notice_way_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_way_arrived_when",
                    ),
                ],
            },
        ),
    ]
