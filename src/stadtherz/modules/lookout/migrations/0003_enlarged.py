from django.db import migrations, models
from django.db.models import F


def mark_read(apps, _editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201 -- as Django calls it
    """Photos read until now have their large copy."""
    photos = apps.get_model("lookout", "Photo").objects
    photos.filter(state__in=["placed", "unplaced"]).update(enlarged_at=F("read_at"))


class Migration(migrations.Migration):
    dependencies = [("lookout", "0002_compared")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="enlarged_at",
            field=models.DateTimeField(null=True, help_text="The large copy was made."),
        ),
        migrations.RunPython(mark_read, migrations.RunPython.noop),
    ]
