"""Ways in for people, and the lines of the audit log: beside the plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After links that are given away."""

    dependencies = [
        ('planning', '0007_share_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditLine',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.CharField(max_length=40)),
                ('by', models.CharField(blank=True, default='', max_length=100)),
                ('route', models.CharField(max_length=100)),
                ('record', models.CharField(blank=True, default='', max_length=100)),
                ('status', models.PositiveSmallIntegerField()),
                ('previous', models.CharField(blank=True, default='', max_length=64)),
                ('fingerprint', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(db_index=True, max_length=100)),
                ('email', models.CharField(max_length=254)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('by', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='StartCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
