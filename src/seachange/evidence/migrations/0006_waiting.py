"""Who waits for an answer, and whose page asked for it first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table and a column more."""

    dependencies = [
        ('evidence', '0005_sealed_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='keptanswer',
            name='asked_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(max_length=200)),
                ('gave_up', models.BooleanField(default=False)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='evidence.keptanswer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('answer', 'member'), name='one_waits_once')],
            },
        ),
    ]
