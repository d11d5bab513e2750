"""`seachange plan convert`: what each feature is for, asked with the three magic questions."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from pathlib import Path

import click

from seachange import clock
from seachange.cli.asking import HELP, Move, Talk
from seachange.cli.gathering import some
from seachange.errors import SeachangeError
from seachange.planning.files.answers import answered, to_fill_in
from seachange.planning.files.in_place import PlanFiles, open_plan_files
from seachange.planning.files.reading import texts_of
from seachange.planning.files.taking import differences
from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.conversion.answers import Answers, records_for
from seachange.planning.rules.conversion.features import (
    Feature,
    called,
    likely_outcome,
    unasked,
)
from seachange.planning.rules.plan.plan import Plan


@click.command("convert")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Take the answers from a file instead of asking.",
)
@click.option("--questions", is_flag=True, help="Print such a file to fill in, and stop.")
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
def convert_plan(plan: Path, answers: Path | None, *, questions: bool, dry_run: bool) -> None:
    """Ask of each output and idea in PLAN what it is for, and write hypotheses into PLAN.

    Which behaviours drive results? How can we get more of them? How will we know we are right?
    Every feature is written as soon as it is answered; the next time, only the others are asked.
    """
    files = open_plan_files(plan, clock.now().date())
    survey = _survey(files.plan)
    features = unasked(survey)
    if questions:
        click.echo(to_fill_in(files.plan, features), nl=False)
        return
    if not features:
        click.echo("Every feature of this plan has a hypothesis that names an outcome.")
        return
    if answers:
        _take(files, answers, features, is_rehearsal=dry_run)
        return
    if not sys.stdin.isatty():
        remedy = f"Fill in what `seachange plan convert {plan} --questions` prints: --answers FILE."
        raise SeachangeError("there is no terminal to ask on", remedy=remedy)
    Asking(plan, files, features, is_rehearsal=dry_run).go()


def _survey(plan: Plan) -> Survey:
    return Survey(plan, plan.as_of, Thresholds())


def _take(files: PlanFiles, answers: Path, features: list[Feature], *, is_rehearsal: bool) -> None:
    read = _survey(files.plan).read
    told = answered(answers, files.plan, features, read=read, today=files.plan.as_of)
    after = files.changed(put=told.records, beside=told.beside)
    for difference in differences(files.plan, after.plan):
        click.echo(str(difference))
    if not is_rehearsal:
        after.write_over(files)
    if told.known:
        click.echo(f"answered before, and left as they are: {some(told.known)}", err=True)
    if told.skipped:
        click.echo(f"still without an answer: {some(told.skipped)}", err=True)
    done = len(features) - len(told.skipped)
    click.echo(_summary(done, len(features), is_rehearsal=is_rehearsal), err=True)


def _summary(done: int, features: int, *, is_rehearsal: bool) -> str:
    if is_rehearsal:
        return f"{done} of {features} would be written; nothing is."
    return f"{done} of {features} written."


@dataclass(slots=True)
class _Done:
    """A feature that was gone past: what was said of it, and the ids that were written."""

    answers: Answers
    written: tuple[str, ...] = ()


class Asking:
    """The conversation over all features, which can be broken off and taken up again."""

    def __init__(
        self, path: Path, files: PlanFiles, features: list[Feature], *, is_rehearsal: bool
    ) -> None:
        self.path = path
        self.files = files
        self.features = features
        self.is_rehearsal = is_rehearsal
        self.done: list[_Done] = []

    def go(self) -> None:
        """Ask until the end, or until somebody stops."""
        click.echo(f"{HELP}\n  ?: this again")
        held = Answers()
        while len(self.done) < len(self.features):
            feature = self.features[len(self.done)]
            talk = self._talk(feature, held)
            held = Answers()
            try:
                move = talk.about(feature)
            except (click.Abort, EOFError, KeyboardInterrupt):
                click.echo()
                move = Move.STOP
            if move is Move.STOP:
                self._say_back(feature, talk.answers)
                break
            if move is Move.BACK:
                held = self._go_back()
                continue
            self.done.append(_Done(talk.answers) if move else self._keep(feature, talk.answers))
        written = sum(bool(each.written) for each in self.done)
        told = _summary(written, len(self.features), is_rehearsal=self.is_rehearsal)
        click.echo(f"\n{told}")

    def _talk(self, feature: Feature, held: Answers) -> Talk:
        number, plan = len(self.done) + 1, self.files.plan
        click.echo(f"\n{number} of {len(self.features)} · {feature.kind} {feature.id}", nl=False)
        click.echo(f" · {called(feature)}")
        survey = _survey(plan)
        if held == Answers():
            held = Answers(outcome=likely_outcome(survey, feature))
        return Talk(plan=plan, read=survey.read, ask=_ask, tell=click.echo, answers=held)

    def _keep(self, feature: Feature, answers: Answers) -> _Done:
        """Write what was said of a feature, whole, into the file it stands in."""
        before = self._now()
        read = _survey(before.plan).read
        made = records_for(before.plan, feature, answers, read=read, today=before.plan.as_of)
        self.files = before.changed(put=made, beside={each.id: feature.id for each in made})
        if not self.is_rehearsal:
            self.files.write_over(before)
        for each in made:
            click.echo(f"  + {each.kind} {each.id}{f' ({each.state})' if each.state else ''}")
        return _Done(answers, tuple(each.id for each in made))

    def _go_back(self) -> Answers:
        """Take the feature before up again: what was written of it is taken out."""
        if not self.done:
            click.echo("  This is the first.")
            return Answers()
        last = self.done.pop()
        if last.written:
            before = self._now()
            self.files = before.changed(without=last.written)
            if not self.is_rehearsal:
                self.files.write_over(before)
        return last.answers

    def _now(self) -> PlanFiles:
        """The files as they stand: somebody may have an editor open."""
        if self.is_rehearsal or dict(texts_of(self.path)) == self.files.texts:
            return self.files
        return open_plan_files(self.path, self.files.plan.as_of)

    def _say_back(self, feature: Feature, answers: Answers) -> None:
        """Give half an answer back, so that it can go into a file of answers."""
        said = [
            f"  {field.name}: {getattr(answers, field.name)}"
            for field in fields(answers)
            if getattr(answers, field.name)
        ]
        if said and answers.outcome:
            click.echo("\nNot written, since it is half an answer:")
            click.echo("\n".join([f"{feature.id}:", *said]))


def _ask(question: str) -> str:
    words, _, prompt = question.rpartition("\n")
    if words:
        click.echo(words)
    answer: str = click.prompt(prompt, default="", show_default=False, prompt_suffix=" ", type=str)
    return answer
