"""What a signal's cohorts say of it, who looks after it, and what is to be done about it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices spelt out, so that this stays what it was."""

    dependencies = [
        ('people', '0001_tables'),
        ('planning', '0004_tests_asked'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignalEstimate',
            fields=[
                ('id', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('name', models.TextField(blank=True, default='')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('visibility', models.CharField(default='organisation', max_length=40)),
                ('breaches', models.CharField(blank=True, default='', max_length=400)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('effect', models.FloatField(blank=True, null=True)),
                ('low', models.FloatField(blank=True, null=True)),
                ('high', models.FloatField(blank=True, null=True)),
                ('why', models.TextField(blank=True, default='')),
                ('without', models.FloatField(blank=True, null=True)),
                ('reach', models.FloatField(blank=True, null=True)),
                ('addressable', models.FloatField(blank=True, null=True)),
                ('e_value', models.FloatField(blank=True, null=True)),
                ('entries', models.BigIntegerField(blank=True, null=True)),
                ('people', models.BigIntegerField(blank=True, null=True)),
                ('proof_per_arm', models.BigIntegerField(blank=True, null=True)),
                ('doing_value', models.FloatField(blank=True, null=True)),
                ('doing_did', models.BigIntegerField(blank=True, null=True)),
                ('doing_people', models.BigIntegerField(blank=True, null=True)),
                ('doing_promoters', models.BigIntegerField(blank=True, null=True)),
                ('doing_passives', models.BigIntegerField(blank=True, null=True)),
                ('doing_detractors', models.BigIntegerField(blank=True, null=True)),
                ('doing_starts', models.DateField(blank=True, null=True)),
                ('doing_ends', models.DateField(blank=True, null=True)),
                ('doing_version', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_value', models.FloatField(blank=True, null=True)),
                ('succeeding_did', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_people', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_promoters', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_passives', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_detractors', models.BigIntegerField(blank=True, null=True)),
                ('succeeding_starts', models.DateField(blank=True, null=True)),
                ('succeeding_ends', models.DateField(blank=True, null=True)),
                ('succeeding_version', models.BigIntegerField(blank=True, null=True)),
                ('definition', models.TextField(blank=True, default='')),
                ('log', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.AddField(
            model_name='behavioursignal',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddField(
            model_name='behavioursignal',
            name='question',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='behavioursignal',
            name='stance',
            field=models.CharField(blank=True, max_length=40, null=True),
        ),
        migrations.AddConstraint(
            model_name='behavioursignal',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['encourage', 'eliminate', 'create', 'leave']), ('stance__isnull', True), _connector='OR'), name='behaviour_signal_stance_known'),
        ),
        migrations.AddField(
            model_name='signalestimate',
            name='keeper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member'),
        ),
        migrations.AddField(
            model_name='signalestimate',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.behavioursignal'),
        ),
        migrations.AddField(
            model_name='signalestimate',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('id', ''), _negated=True), name='signal_estimate_has_an_id'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'organisation', 'team', 'private'])), name='signal_estimate_visibility_known'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'team'), _negated=True), ('team__isnull', False), _connector='OR'), name='signal_estimate_team_is_told'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'private'), _negated=True), ('keeper__isnull', False), _connector='OR'), name='signal_estimate_keeper_is_told'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [''])), name='signal_estimate_state_known'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('doing_did__isnull', True), models.Q(('doing_did__gte', 0), ('doing_did__lte', models.F('doing_people'))), _connector='OR'), name='signal_estimate_doing_possible'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('doing_starts__lte', models.F('doing_ends')), ('doing_starts__isnull', True), ('doing_ends__isnull', True), _connector='OR'), name='signal_estimate_doing_period'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('succeeding_did__isnull', True), models.Q(('succeeding_did__gte', 0), ('succeeding_did__lte', models.F('succeeding_people'))), _connector='OR'), name='signal_estimate_succeeding_possible'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('succeeding_starts__lte', models.F('succeeding_ends')), ('succeeding_starts__isnull', True), ('succeeding_ends__isnull', True), _connector='OR'), name='signal_estimate_succeeding_period'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lte', models.F('ends'))), name='signal_estimate_period'),
        ),
        migrations.AddConstraint(
            model_name='signalestimate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('effect__isnull', False), ('low__isnull', False), ('high__isnull', False), ('effect__lte', models.F('high')), ('low__lte', models.F('effect'))), models.Q(('effect__isnull', True), ('high__isnull', True), ('low__isnull', True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='signal_estimate_told_whole'),
        ),
    ]
