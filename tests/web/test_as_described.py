"""The JSON for scripts, asked by a machine that has read its description and means no good."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from django.conf import settings
from django.urls import get_resolver
from schemathesis.engine import Status, events, from_schema

from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role
from seachange.planning.actions import access_tokens
from seachange.planning.reads.snapshot import stamp_now
from seachange.web import bearers
from seachange.web.open_api import document
from tests.web.conftest import CAST
from tests.web.served import served
from tests.web.test_api import ROWS

# What is well asked may still be a question that no log could be asked: that is a 422.
ACCEPTED = ["2xx", 403, 404]
ANSWERS = "/api/answers/"
ONE = "/api/outcomes/{record}/"
MANY = 500


@dataclass
class Run:
    """What came of it: how often each was asked, what was answered, and what was wrong."""

    cases: Counter = field(default_factory=Counter)
    statuses: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, event) -> None:
        if isinstance(event, events.ScenarioFinished):
            self.cases[event.label] += len(event.recorder.cases)
            for each in event.recorder.interactions.values():
                if each.response is not None:
                    self.statuses[each.response.status_code] += 1
                if each.response is not None and each.response.status_code == 200:
                    asked = parse_qs(urlsplit(each.request.uri).query).get("question", [])
                    self.kinds.update(json.loads(question)["kind"] for question in asked)
            checks = [c for held in event.recorder.checks.values() for c in held]
            self.wrong += [_told(event, c) for c in checks if c.status == Status.FAILURE]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            self.wrong.append(repr(getattr(event, "value", None) or event.exception))


def _told(event, check) -> str:
    failure = check.failure_info
    return f"{event.label}: {check.name}: {failure.failure}\n{failure.code_sample}"


@schemathesis.check
def told_in_strict_json(ctx, response, case) -> None:
    """Infinity and NaN are words of Python's, and of no other reader's."""
    if response.headers.get("content-type") == ["application/json"]:
        json.loads(response.text, parse_constant=pytest.fail)


@pytest.fixture
def ask(parley, monkeypatch):
    """Give a function that has the machine ask, by a token of somebody, as a configuration says."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    # It guesses on purpose, and is not to be held up.
    monkeypatch.setattr(bearers, "MOST_GUESSES", 1_000_000)
    (parley / "events.csv").write_text(ROWS)
    read_in(add_file("A few", place="events.csv"))

    def asked(told: dict, *, role: Role = Role.PRODUCT, **config) -> Run:
        token = access_tokens.make("a machine", days=1, by=CAST[role])
        before, run = stamp_now(), Run()
        with served(parley) as place:
            usual = {"base-url": place, "headers": {"Authorization": f"Bearer {token}"}}
            usual |= {"seed": 20260630, "cache": {"enabled": False}, "request-timeout": 60}
            config["generation"] = {"database": "none", **config.get("generation", {})}
            schema = schemathesis.openapi.from_dict(
                told, config=schemathesis.Config.from_dict({**usual, **config})
            )
            schema.validate()
            for event in from_schema(schema).execute():
                run.note(event)
        print(dict(run.cases), dict(run.statuses), dict(run.kinds))
        assert stamp_now() == before
        return run

    return asked


def described() -> dict:
    return document(get_resolver().url_patterns)


def accepting(*statuses) -> dict:
    return {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *statuses]}}


@pytest.mark.broad
def test_scripts_are_given_what_is_described_and_nothing_else_whatever_they_ask(ask):
    """A few of each by day; all there is to vary, but of one address, is left to the night."""
    few = {"exclude-path": ONE, "phases": {"coverage": {"enabled": False}}}
    run = ask(described(), checks=accepting(422), generation={"max-examples": 5}, operations=[few])
    assert run.wrong == []
    assert {200, 401, 404, 405, 422} <= set(run.statuses)


@pytest.mark.nightly
@pytest.mark.parametrize("role", [Role.PRODUCT, Role.REQUESTER])
def test_hundreds_of_questions_bring_nothing_that_is_not_described(role, ask):
    run = ask(
        described(),
        role=role,
        checks=accepting(422),
        generation={"max-examples": MANY},
        phases={"coverage": {"generate-duplicate-query-parameters": True}},
    )
    assert run.wrong == []
    # There is but one way to ask for what takes neither a part nor a field nor a token.
    assert {label for label, cases in run.cases.items() if cases < MANY} == {"GET /api/ready/"}


NAMES = ["sign_up", "meeting_held", "invite"]
WHERE = {
    "type": "object",
    "properties": {
        "market": {"enum": ["home", ["home", "abroad"], {"not": "home"}, {"is_set": True}]}
    },
    "additionalProperties": False,
}
RULE = {
    "oneOf": [
        {"enum": NAMES},
        {
            "type": "object",
            "properties": {"event": {"enum": [*NAMES, NAMES]}, "where": WHERE},
            "required": ["event"],
            "additionalProperties": False,
        },
        {"const": {"any_event": True}},
    ]
}
SPAN = {"enum": ["1 day", "36 hours", "30m", "2w"]}
NAME = {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z ]+$"}
SCOPE = {
    "from": {"enum": ["2026-01-01", "2026-01-02T00:00:00Z", None]},
    "to": {"enum": ["2026-02-01", None]},
    "timezone": {"enum": ["UTC", "Europe/Berlin", "Asia/Kathmandu"]},
    "population": {
        "type": "object",
        "properties": {"did": RULE, "not": RULE, "where": WHERE},
        "additionalProperties": False,
    },
}


def sensible(kind: str, *needed: str, **keys: dict) -> dict:
    """Return the schema of questions of a kind that can be asked of any log."""
    return {
        "type": "object",
        "properties": {"kind": {"const": kind}, "name": NAME, **keys},
        "required": ["kind", *needed],
        "additionalProperties": False,
    }


SENSIBLE = {
    "oneOf": [
        sensible("description"),
        sensible("share", "of", "did", "within", of=RULE, did=RULE, within=SPAN, **SCOPE),
        sensible("frequency", "did", did=RULE, period={"enum": ["day", "week", "month"]}, **SCOPE),
        sensible("duration", "of", "did", of=RULE, did=RULE, within=SPAN, **SCOPE),
        sensible("retention", "of", "did", of=RULE, did=RULE, **SCOPE),
        sensible(
            "funnel",
            "steps",
            steps={"type": "array", "items": RULE, "minItems": 2, "maxItems": 4},
            window=SPAN,
            **SCOPE,
        ),
        sensible("journey_map", **SCOPE),
    ]
}


def with_sensible_questions() -> dict:
    told = described()
    (asked,) = told["paths"][ANSWERS]["get"]["parameters"]
    asked["content"]["application/json"]["schema"] = SENSIBLE
    return told


@pytest.mark.nightly
def test_what_can_be_asked_of_any_log_is_answered_as_described(ask):
    run = ask(
        with_sensible_questions(),
        generation={"max-examples": MANY, "mode": "positive"},
        operations=[{"exclude-path": ANSWERS, "enabled": False}],
        phases={"stateful": {"enabled": False}},
    )
    assert run.wrong == []
    assert run.statuses[200] >= MANY
    assert set(run.kinds) == {each["properties"]["kind"]["const"] for each in SENSIBLE["oneOf"]}
