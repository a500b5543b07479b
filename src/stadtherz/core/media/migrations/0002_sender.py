from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0001_pictures")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="sender_id",
            field=models.UUIDField(null=True, help_text="Id of that person, key or device."),
        ),
    ]
