"""Indexes for pages of standing lamps in the order of their numbers, and for counts of streets."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lights", "0001_lamps_and_light")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="lamp",
            index=models.Index(fields=["status", "number"], name="lamp_status_number"),
        ),
        migrations.AddIndex(
            model_name="lamp",
            index=models.Index(fields=["status", "street"], name="lamp_status_street"),
        ),
    ]
