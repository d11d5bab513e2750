"""How a log is asked for a test's result; and a decision to run a test again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices spelt out, so that this stays what it was."""

    dependencies = [
        ("people", "0001_tables"),
        ("planning", "0003_turns"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_choice_known',
        ),
        migrations.RemoveConstraint(
            model_name='featurerequest',
            name='feature_request_choice_known',
        ),
        migrations.AddField(
            model_name='assumptiontest',
            name='question',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['go', 'build', 'discovery', 'no', 'not_now', 'iterate', 'remove', 'keep', 'scale', 'rerun', 'stop', 'kill', 'park']), ('choice__isnull', True), _connector='OR'), name='decision_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='featurerequest',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['go', 'build', 'discovery', 'no', 'not_now', 'iterate', 'remove', 'keep', 'scale', 'rerun', 'stop', 'kill', 'park']), ('choice__isnull', True), _connector='OR'), name='feature_request_choice_known'),
        ),
    ]
