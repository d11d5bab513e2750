"""Wishes to keep a finding as a signal, and why one came to nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table more."""

    dependencies = [
        ('evidence', '0002_reading_told'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignalWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=200)),
                ('behaviour', models.CharField(max_length=500)),
                ('by', models.CharField(max_length=200)),
                ('state', models.CharField(default='waiting', max_length=20)),
                ('why', models.TextField(blank=True, default='')),
                ('remedy', models.TextField(blank=True, default='')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'constraints': [models.UniqueConstraint(fields=('step', 'behaviour'), name='one_wish_a_finding')],
            },
        ),
    ]
