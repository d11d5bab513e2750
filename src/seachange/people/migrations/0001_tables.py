"""The tables of the people, as Django wrote them down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from seachange.people.tables import Tables


class Migration(migrations.Migration):
    """All tables of the app."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [Tables([
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('name', models.TextField(blank=True, default='')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('visibility', models.CharField(default='organisation', max_length=40)),
                ('breaches', models.CharField(blank=True, default='', max_length=400)),
                ('function', models.CharField(default='other', max_length=40)),
                ('pay_basis', models.TextField(blank=True, default='')),
                ('motion', models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('name', models.TextField(blank=True, default='')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('visibility', models.CharField(default='organisation', max_length=40)),
                ('breaches', models.CharField(blank=True, default='', max_length=400)),
                ('role', models.CharField(default='requester', max_length=40)),
                ('email', models.TextField(blank=True, default='')),
                ('is_active', models.BooleanField(default=True)),
                ('account', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='member', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
            ],
        ),
        migrations.AddField(
            model_name='department',
            name='keeper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member'),
        ),
        migrations.AddField(
            model_name='department',
            name='leader',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member'),
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('name', models.TextField(blank=True, default='')),
                ('state', models.CharField(blank=True, default='', max_length=40)),
                ('visibility', models.CharField(default='organisation', max_length=40)),
                ('breaches', models.CharField(blank=True, default='', max_length=400)),
                ('is_product_team', models.BooleanField(default=False)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.member')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
            ],
        ),
        migrations.AddField(
            model_name='member',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddField(
            model_name='member',
            name='teams',
            field=models.ManyToManyField(blank=True, related_name='+', to='people.team'),
        ),
        migrations.AddField(
            model_name='department',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(('id', ''), _negated=True), name='team_has_an_id'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'organisation', 'team', 'private'])), name='team_visibility_known'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'team'), _negated=True), ('team__isnull', False), _connector='OR'), name='team_team_is_told'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'private'), _negated=True), ('keeper__isnull', False), _connector='OR'), name='team_keeper_is_told'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('id', ''), _negated=True), name='member_has_an_id'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'organisation', 'team', 'private'])), name='member_visibility_known'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'team'), _negated=True), ('team__isnull', False), _connector='OR'), name='member_team_is_told'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'private'), _negated=True), ('keeper__isnull', False), _connector='OR'), name='member_keeper_is_told'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['admin', 'product', 'engineering', 'design', 'sales', 'customer_success', 'support', 'marketing', 'leader', 'requester']), ('role__isnull', True), _connector='OR'), name='member_role_known'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('id', ''), _negated=True), name='department_has_an_id'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'organisation', 'team', 'private'])), name='department_visibility_known'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'team'), _negated=True), ('team__isnull', False), _connector='OR'), name='department_team_is_told'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'private'), _negated=True), ('keeper__isnull', False), _connector='OR'), name='department_keeper_is_told'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('function__in', ['product', 'engineering', 'design', 'marketing', 'sales', 'customer_success', 'support', 'services', 'operations', 'manufacturing', 'finance', 'legal', 'leadership', 'other']), ('function__isnull', True), _connector='OR'), name='department_function_known'),
        ),
    ])]
