"""What those who asked are told: what was tried for their need, what came of it, what now."""

from __future__ import annotations

from seachange.planning.rules.cases import Case
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.vocabulary import Choice, Finish

_CAME = {
    Finish.SUPPORTED: "It did what we hoped",
    Finish.REFUTED: "It did not do what we hoped",
    Finish.HARMED: "It made things worse",
    Finish.SMALL: "It helped, but not enough",
    Finish.INCONCLUSIVE: "We cannot tell yet",
}
_NOW = {
    Choice.SCALE: "Everybody gets it now",
    Choice.KEEP: "We keep it",
    Choice.ITERATE: "We change it and look again",
    Choice.RERUN: "We try it again with more people",
    Choice.REMOVE: "We take it out again",
    Choice.STOP: "We do not go on with it",
    Choice.KILL: "We do not go on with it",
    Choice.PARK: "We put it aside for now",
}


def reply_to(request: FeatureRequest, case: Case) -> str:
    """Draft a reply to a request: for a person to read, mend and send.

    It says what was decided and why, and never a date or a feature that was not decided on.
    """
    day = f" on {request.received_on}" if request.received_on else ""
    said = [f"You asked for “{request.asked}”{day}."]
    if request.need:
        said.append(f"Behind it stands: “{request.need}”.")
    tried = title_of(case.hypothesis)
    if case.told.measured and tried:
        said.append(f"We tested: {tried}.")
    finish = case.standing.finish if case.standing else case.told.finish
    if finish is not None:
        people = sum(sum(each.people or ()) for each in case.told.measured)
        among = f", among {people:,} people" if people else ""
        said.append(f"{_CAME[finish]}{among}.")
    decision = case.decisions[-1] if case.decisions else None
    if decision is None:
        said.append("We have not decided what follows; we shall write again when we have.")
    else:
        why = f": {decision.reason}" if decision.reason else ""
        said.append(f"{_NOW.get(decision.choice, 'We decided')}{why}.")
    return " ".join(said)
