"""What people say about records, and whom they name: beside the plan."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the plan's own tables."""

    dependencies = [
        ('planning', '0005_signal_estimates'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(db_index=True, max_length=100)),
                ('by', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True, default='')),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CommentBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, default='')),
                ('until', models.DateTimeField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='before', to='planning.comment')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.CharField(db_index=True, max_length=100)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='planning.comment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('comment', 'member'), name='mention_is_made_once')],
            },
        ),
    ]
