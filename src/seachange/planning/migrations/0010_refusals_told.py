"""By which text the database's refusals were set up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside whose turn it is."""

    dependencies = [
        ('planning', '0009_tests_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='turn',
            name='refusals',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
