"""The demonstration's own installation: Parley's plan and people, in a folder of their own."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seachange.cli.kept import open_pages
from seachange.cli.past import KEEPS_THE_PLAN, live_through, on_day
from seachange.demo.past import PAST

if TYPE_CHECKING:
    from seachange.planning.rules.plan.plan import Plan

# The day Parley lives on; its plan and its events end there.
TODAY = "2026-06-30"

# Who works there, one of every role at least beside the plan's own sellers and chiefs:
# id, name, role, department, teams.
CAST = (
    ("nadia", "Nadia Okafor", "product", "dept-product", ("Matching", "Product")),
    ("ines", "Inês Duarte", "engineering", "dept-engineering", ("Matching", "Calendar")),
    ("tomasz", "Tomasz Zieliński", "design", "dept-product", ("Matching",)),
    ("rosa", "Rosa Delgado", "customer_success", "dept-customer_success", ("CS",)),
    ("yusuf", "Yusuf Kaya", "support", "dept-customer_success", ("Support",)),
    ("lena", "Lena Hoffmann", "marketing", None, ()),
    ("priya", "Priya Raman", "admin", "dept-engineering", ()),
    ("oliver", "Oliver Brandt (a client)", "requester", None, ()),
)

# The client among them, and what this client asked for.
CLIENT, ASKED = "oliver", ("R1", "R5")

# Whom and what the plan knows by an id alone, as people call them.
NAMES = {
    "seller1": "Sofia Marchetti",
    "seller2": "Daniel Osei",
    "seller3": "Hanna Lindqvist",
    "seller4": "Marek Novák",
    "seller5": "Aisha Bello",
    "seller6": "Jonas Weber",
    "seller7": "Chloé Martin",
    "seller8": "Ravi Menon",
    "seller9": "Emma Walsh",
    "CEO": "Margaret Hale (CEO)",
    "CFO": "Peter Sørensen (CFO)",
    "Bramley": "Bramley Bank",
    "Norfold": "Norfold Advisers",
    "Kestrel": "Kestrel Group",
    "ID1": "instant slots on profile",
    "ID2": "concierge call on day 2",
    "ID3": "one-tap adviser reply by SMS",
    "ID4": "time-zone fix in reminders",
    "ID5": "onboarding playbook and call queue",
    "ID6": "post-meeting summary with next slot",
    "ID7": "SSO for Bramley Bank",
    "ID8": "app redesign",
    "ID9": "courses by advisers",
    "ID10": "a calendar for advisers",
    "ID11": "a forum for clients",
}

# What was written to whoever asked for something and has an answer.
ANSWERS = {
    "R1": "Others forget the time zone too. We look into why meetings are missed first.",
    "R2": "It is being built for Bramley Bank; you hear from us when it is live.",
    "R3": "It is being made.",
    "R4": "Interviews say the same. We look into why calls are forgotten first.",
}

# What everybody may see of the roadmap: some of its items, and what these are about.
PUBLIC = ("VI1", "VM1", "OC1", "Q1", "RM1", "RM2", "RM7", "RM8")


# At which step of the journey each outcome happens; calls by employees are at none of them.
AT_STEPS = {
    "OC1": "Holds it",
    "OC2": "Gets a reply",
    "OC3": "Holds it",
    "OC5": "Books a second",
}


def furnish(folder: Path, *, database: str = "") -> None:
    """Make Parley's installation in a folder; one that is there already stays as it was left.

    Its plan is in that folder too, or in the PostgreSQL at an address: never where the
    installation of whoever shows the demonstration is.
    """
    os.environ |= {
        "SEACHANGE_DATA": str(folder.resolve()),
        "SEACHANGE_DATABASE": database,
        "SEACHANGE_DEMO": "1",
        "SEACHANGE_TODAY": TODAY,
    }
    open_pages()
    from seachange.planning.reads.snapshot import whole_plan

    if not whole_plan().by_id:
        live_through_the_past()
        take_parley_in()
        with on_day(PAST[0].day):
            draw_the_way_in()
        with on_day(date.fromisoformat(TODAY)):
            lay_along_the_way()
            tell_everybody()
    events = folder.parent / "events.parquet"
    if events.is_file():
        bring_events(events.resolve())


def live_through_the_past() -> None:
    """Put in what Parley planned since last autumn, each thing on its day."""
    told = parley_told()
    for moment in PAST:
        live_through(moment, told)


def draw_the_way_in() -> None:
    """Draw the journey that the demonstration's study measures, beside that of the plan."""
    from seachange.events.rule_text import document_of
    from seachange.events.yaml_files import read_document
    from seachange.planning.actions import journeys, records
    from seachange.report.study import parse_study

    with as_file(files("seachange.demo") / "study.yml") as file:
        way: Any = read_document(file, parse_study).journey
    steps = [(step.name, document_of(step.rule)) for step in way.steps]
    plan, drawn = journeys.draw("From signing up to the second meeting", steps=steps, by="nadia")
    records.move(drawn.id, to="live", by="nadia")
    told = {
        2: (
            "Find out whom to trust",
            "They write to two or three advisers",
            "Fewer words to write",
        ),
        4: ("Fix a time", "They wait for a reply, then write back", "Pick a free time at once"),
    }
    for step in plan.journey_steps:
        if step.journey == drawn.id and step.position in told:
            trying, today, easier = told[step.position]
            said = {"trying_to": trying, "how_today": today, "could_be_easier": easier}
            records.edit(step.id, by="nadia", also=said)


def lay_along_the_way() -> None:
    """Say of each outcome at which step of the journey it happens."""
    from seachange.planning.actions import records
    from seachange.planning.reads.snapshot import whole_plan

    steps = {step.name: step.id for step in whole_plan().journey_steps}
    why = "so that the roadmap can be read along the journey"
    for outcome, step in AT_STEPS.items():
        records.edit(outcome, by="nadia", why=why, journey_step=steps[step])


def tell_everybody() -> None:
    """Make a part of the roadmap public, as somebody of product would."""
    from seachange.people.access import Visibility
    from seachange.planning.actions import records
    from seachange.planning.reads.snapshot import whole_plan

    there, why = whole_plan().by_id, "clients ask where Parley is going"
    for each in PUBLIC:
        if each in there:
            records.edit(each, by="nadia", why=why, visibility=Visibility.PUBLIC)


def bring_events(events: Path) -> None:
    """Register Parley's year of events as the source, and have what pages ask of it measured."""
    from seachange.evidence.sources import add_file, look_at, source_in_use, use
    from seachange.web.jobs import ahead

    known = source_in_use()
    if known is None or known.place != str(events) or "columns" not in known.told:
        use(look_at(add_file("Parley, one year", place=str(events)), progress=_unheard))
    ahead("")


def take_parley_in() -> None:
    """Take Parley's plan and people in as they stand today, faults and all."""
    from seachange.planning.actions.bulk import take_in
    from seachange.planning.reads.snapshot import whole_plan

    by = KEEPS_THE_PLAN if KEEPS_THE_PLAN in whole_plan().by_id else ""
    take_in(parley_told(), by=by, why="the first half of 2026 is counted", as_found=True)


def parley_told() -> Plan:
    """Return Parley's plan as its file tells it, with the people who look at it."""
    from seachange.people.access import Role
    from seachange.planning.files.reading import read_plan
    from seachange.planning.rules.plan.discovery import FeatureRequest
    from seachange.planning.rules.plan.organisation import Member

    with as_file(files("seachange.demo") / "plan.yml") as file:
        told, _ = read_plan(file, date.fromisoformat(TODAY))
    cast = [
        Member(id=who, name=name, role=Role(role), department=department, teams=teams)
        for who, name, role, department, teams in CAST
    ]
    named = [replace(told.by_id[who], name=name) for who, name in NAMES.items()]
    answered = [
        replace(each, reply=ANSWERS[each.id])
        for each in told.feature_requests
        if each.id in ANSWERS
    ]
    told = told.changed(put=[*named, *answered])
    asked = [each for name in ASKED if (each := told.get(FeatureRequest, name)) is not None]
    own = [replace(each, member=CLIENT, keeper=CLIENT) for each in asked]
    return told.changed(put=[*cast, *own])


def _unheard(_stage: str, _done: float) -> None:
    """Tell nobody how far it is: a year of Parley takes a second."""
