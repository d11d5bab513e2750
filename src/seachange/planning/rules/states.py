"""Which states each kind of record goes through, and the moves between them (domain.md §2.2)."""

from __future__ import annotations

from seachange.planning.rules.vocabulary import Kind

Moves = dict[str, tuple[str, ...]]


def _moves(text: str) -> Moves:
    """Read `from: to, to` lines; a state with nothing after the colon is an end.

    >>> _moves("draft: live\\nlive:")
    {'draft': ('live',), 'live': ()}
    """
    out: Moves = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        state, _, to = line.partition(":")
        out[state.strip()] = tuple(word.strip() for word in to.split(",") if word.strip())
    return out


# The first state of each is where a record begins.
MOVES: dict[Kind, Moves] = {
    Kind.IMPACT: _moves("""
        draft: active
        active: achieved, missed, retired
        achieved:
        missed:
        retired:
    """),
    Kind.OUTCOME: _moves("""
        draft: baselined
        baselined: active
        active: achieved, missed, abandoned
        achieved: sustained, relapsed
        missed:
        abandoned:
        sustained:
        relapsed:
    """),
    # Where its experiments lead it, and nobody else: a later one may say otherwise.
    Kind.DRIVER_LINK: _moves("""
        claimed: supported, refuted
        supported: claimed, refuted
        refuted: claimed, supported
    """),
    Kind.METRIC: _moves("""
        draft: live
        live: deprecated
        deprecated:
    """),
    Kind.JOURNEY: _moves("""
        draft: live
        live: archived
        archived:
    """),
    Kind.SIGNAL: _moves("""
        suspected: observed
        observed: tested
        tested:
    """),
    Kind.PROBLEM: _moves("""
        reported: evidenced
        evidenced: chosen
        chosen: solved, not solved, dropped
        solved:
        not solved:
        dropped:
    """),
    Kind.IDEA: _moves("""
        captured: triaged
        triaged: in discovery
        in discovery: validated, parked, killed
        validated: in delivery
        parked:
        killed:
        in delivery:
    """),
    Kind.OUTPUT: _moves("""
        proposed: discovery
        discovery: ready
        ready: building
        building: built
        built: released
        released: measured
        measured: kept, iterated, removed
        kept:
        iterated:
        removed:
    """),
    Kind.HYPOTHESIS: _moves("""
        draft: complete, withdrawn
        complete: testing, withdrawn
        testing: supported, refuted, inconclusive, harmed, withdrawn
        supported: withdrawn
        refuted: withdrawn
        inconclusive: withdrawn
        harmed: withdrawn
        withdrawn:
    """),
    Kind.ASSUMPTION: _moves("""
        stated: mapped
        mapped: testing
        testing: holds, fails, unclear
        holds:
        fails:
        unclear:
    """),
    Kind.ASSUMPTION_TEST: _moves("""
        planned: running
        running: finished, stopped
        finished: analysed, invalid
        analysed:
        invalid:
        stopped:
    """),
    # Ageing and stale are not stored: they follow from the date (domain.md §4.6).
    Kind.EVIDENCE: _moves("""
        draft: fresh
        fresh: retracted
        retracted:
    """),
    Kind.QUESTION: _moves("""
        open: investigating
        investigating: answered, dropped, unknowable
        answered:
        dropped:
        unknowable:
    """),
    # Any direction, each move logged.
    Kind.ROADMAP_ITEM: _moves("""
        later: next, now, done, dropped
        next: later, now, done, dropped
        now: later, next, done, dropped
        done: later, next, now, dropped
        dropped: later, next, now, done
    """),
    Kind.OBJECTIVE: _moves("""
        draft: committed
        committed: scored
        scored:
    """),
    Kind.FEATURE_REQUEST: _moves("""
        received: understood
        understood: linked
        linked: decided
        decided: replied
        replied: closed
        closed:
    """),
    # What two parties expect drifts apart and together again; there is no last word.
    Kind.EXPECTATION: _moves("""
        open: aligned, gap
        aligned: gap
        gap: aligned
    """),
    # A blocked deal goes back to its board or is lost; nothing is won past a veto.
    Kind.DEAL: _moves("""
        open: in review, lost
        in review: signed off, blocked, lost
        signed off: in review, won, lost
        blocked: in review, lost
        won: handed over
        lost:
        handed over: live
        live: renewed, churned
        renewed: churned
        churned:
    """),
    Kind.COMMITMENT: _moves("""
        proposed: feasibility known, withdrawn
        feasibility known: approved, conditional, rejected, withdrawn
        approved: in progress, renegotiated, withdrawn
        conditional: approved, rejected, in progress, renegotiated, withdrawn
        rejected: renegotiated, withdrawn
        in progress: delivered, broken, renegotiated, withdrawn
        delivered: accepted, broken
        accepted:
        broken: renegotiated
        renegotiated: feasibility known, withdrawn
        withdrawn:
    """),
    Kind.ENABLEMENT: _moves("""
        needed: in progress, waived
        in progress: ready, waived
        ready: verified, waived, in progress
        verified:
        waived:
    """),
    Kind.CHAIN_STEP: _moves("""
        blocked: ready
        ready: done
        done:
    """),
    Kind.POSITIONING: _moves("""
        draft: approved
        approved: live
        live:
    """),
    Kind.RELEASE: _moves("""
        planned: partial, full
        partial: full, rolled back
        full: rolled back
        rolled back:
    """),
    Kind.VISION: _moves("""
        draft: live
        live:
    """),
    Kind.MILESTONE: _moves("""
        planned: reached, slipped
        slipped: reached
        reached:
    """),
    Kind.REVIEW: _moves("""
        planned: held
        held:
    """),
}

# States in which a record is still being thought about: the invariants leave it alone.
DRAFTS = frozenset({"draft"})

# Records that are stated once and never changed; a later one supersedes them.
APPEND_ONLY = frozenset(
    {
        Kind.MEASUREMENT,
        Kind.CONTACT,
        Kind.VERDICT,
        Kind.DECISION,
        Kind.SIGN_OFF,
        Kind.METRIC_VERSION,
        Kind.METRIC_BRIDGE,
        Kind.HYPOTHESIS_VERSION,
        Kind.FLUENCY_CHECK,
        Kind.SIGNAL_ESTIMATE,
    }
)

# Of these, the ones sealed into the chain that `seachange verify` walks.
SEALED = frozenset({Kind.VERDICT, Kind.DECISION, Kind.SIGN_OFF})


def first_state(kind: Kind) -> str:
    """Return the state a record of this kind begins in; empty where it has none."""
    return next(iter(MOVES[kind])) if kind in MOVES else ""


def may_move(kind: Kind, *, before: str, after: str) -> bool:
    """Tell whether one move leads from a state to another."""
    return after in MOVES.get(kind, {}).get(before, ())


def reachable(kind: Kind, *, before: str, after: str) -> bool:
    """Tell whether allowed moves lead from a state to another, over others if need be."""
    seen, at = {before}, [before]
    while at:
        for to in MOVES.get(kind, {}).get(at.pop(), ()):
            if to == after:
                return True
            if to not in seen:
                seen.add(to)
                at.append(to)
    return False
