"""Lamps, what switches them, what is wanted of them, what was recorded."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import stadtherz.core.registry.identity
from stadtherz.core.places.contract import spatial_index


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_narrowed_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LightPicture",
            fields=[
                (
                    "town",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="people.town",
                    ),
                ),
                ("content", models.BinaryField()),
                ("public", models.BinaryField()),
                ("at", models.DateTimeField(help_text="Real moment.")),
                ("town_at", models.DateTimeField(help_text="What the town's clock said.")),
                ("lamps", models.PositiveIntegerField()),
                ("power_w", models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name="Circuit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "row",
                    models.PositiveIntegerField(help_text="Its number in the engine.", unique=True),
                ),
                ("cabinet", models.CharField(help_text="Schaltschrank.", max_length=60)),
                ("name", models.CharField(max_length=80)),
                ("is_half_night", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Lamp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("row", models.PositiveIntegerField(unique=True)),
                ("number", models.CharField(max_length=40)),
                ("street", models.CharField(blank=True, max_length=200)),
                ("lon", models.FloatField(help_text="Longitude, degrees.")),
                ("lat", models.FloatField(help_text="Latitude, degrees.")),
                ("edge", models.IntegerField(default=-1)),
                ("along_m", models.FloatField(default=0.0)),
                ("height_m", models.FloatField(default=6.0)),
                ("power_w", models.FloatField(help_text="Nominal power, watts.")),
                (
                    "capability",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "nothing"),
                            (1, "its circuit, on or off"),
                            (2, "its own stored profile"),
                            (3, "addressable, any level"),
                            (4, "addressable, with presence light"),
                        ]
                    ),
                ),
                ("near_window", models.BooleanField(default=False)),
                ("position_is_derived", models.BooleanField(default=False)),
                ("count_is_published", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("standing", "standing"), ("removed", "removed")],
                        default="standing",
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, db_index=True)),
                (
                    "circuit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamps",
                        to="lights.circuit",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamps",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="LampGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("lamps", models.ManyToManyField(related_name="groups", to="lights.lamp")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LightSample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("town_at", models.DateTimeField()),
                ("is_simulated", models.BooleanField()),
                ("seconds", models.FloatField(help_text="Time that the energy is of.")),
                (
                    "energy_wh",
                    models.FloatField(help_text="Computed from levels and nominal power."),
                ),
                ("full_wh", models.FloatField(help_text="The same with every lamp at full.")),
                ("content", models.BinaryField()),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.town",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="LuminaireType",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=120)),
                ("power_w", models.FloatField(help_text="Gross power at full, watts.")),
                ("standby_w", models.FloatField(default=0.0, help_text="Power while dark, watts.")),
                (
                    "minimal_percent",
                    models.FloatField(
                        default=0.0,
                        help_text="Lowest level at which its street still passes its class.",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="lamp",
            name="luminaire_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lights.luminairetype",
            ),
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "rung",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "rescue"), (1, "safety"), (2, "by hand")], default=2
                    ),
                ),
                ("scope", models.CharField(max_length=200)),
                ("rows", models.JSONField()),
                ("level_percent", models.FloatField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "owner_label",
                    models.CharField(
                        blank=True, help_text="Where no person owns it.", max_length=60
                    ),
                ),
                ("cause_id", models.UUIDField(null=True)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("is_exercise", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=120)),
                ("level_percent", models.FloatField()),
                (
                    "idle_percent",
                    models.FloatField(help_text="Level while nobody is near.", null=True),
                ),
                ("on_offset_s", models.FloatField(default=0.0, help_text="Seconds after sunset.")),
                (
                    "off_offset_s",
                    models.FloatField(default=0.0, help_text="Seconds after sunrise."),
                ),
                ("steps", models.JSONField(default=list)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.AddField(
            model_name="lamp",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lights.programme"
            ),
        ),
        migrations.CreateModel(
            name="WorkLock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stadtherz.core.registry.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("permit", models.CharField(help_text="Number of the work permit.", max_length=60)),
                ("scope", models.CharField(max_length=200)),
                ("rows", models.JSONField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="circuit",
            constraint=models.UniqueConstraint(
                fields=("organisation", "name"), name="circuit_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="lampgroup",
            constraint=models.UniqueConstraint(
                fields=("organisation", "name"), name="lamp_group_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="luminairetype",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"), name="luminaire_type_key"
            ),
        ),
        migrations.AddIndex(
            model_name="override",
            index=models.Index(fields=["released_at", "expires_at"], name="override_running"),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("released_at__isnull", True), models.Q(("source", ""), _negated=True)
                ),
                fields=("source",),
                name="override_once_per_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("level_percent__range", (0, 100))),
                name="override_level_in_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("starts_at"))),
                name="override_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"), name="programme_key"
            ),
        ),
        migrations.AddIndex(
            model_name="lamp",
            index=models.Index(fields=["organisation", "street"], name="lamp_street"),
        ),
        migrations.AddConstraint(
            model_name="lamp",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="lamp_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="lamp",
            constraint=models.CheckConstraint(
                condition=models.Q(("capability", 1), ("circuit__isnull", True), _negated=True),
                name="lamp_switched_by_circuit_has_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="worklock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("organisation", "permit"),
                name="work_permit_open_once",
            ),
        ),
        *spatial_index("lights_lamp"),
    ]
