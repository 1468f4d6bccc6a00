from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="happening", name="counts_from", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="dispute",
            name="steps_taken",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
