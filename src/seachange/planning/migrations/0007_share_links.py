"""Links by which somebody without an account may read one thing: beside the plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After what people say about records."""

    dependencies = [
        ('planning', '0006_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('record', models.CharField(blank=True, default='', max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('ending', models.CharField(max_length=8)),
                ('by', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_by', models.CharField(blank=True, default='', max_length=100)),
            ],
        ),
    ]
