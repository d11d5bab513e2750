"""Tokens by which scripts read in a member's name: beside the plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table more."""

    dependencies = [
        ('planning', '0010_refusals_told'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(db_index=True, max_length=100)),
                ('role', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('ending', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, default='', max_length=100)),
            ],
        ),
    ]
