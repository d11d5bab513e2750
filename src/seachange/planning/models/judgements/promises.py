"""I-13 to I-18: a promise is made inside a deal, by all who must keep it."""

from __future__ import annotations

from seachange.planning.models.judgements.judgement import Judgement, words
from seachange.planning.rules.invariants.promises import DELIVERERS, LEFT, SIGNED, STANDING
from seachange.planning.rules.plan.promises import APPROVED

LAST = "NOT EXISTS (SELECT 1 FROM planning_signoff l WHERE l.supersedes_id = s.id)"


def _unsigned(commitment: str, deal: str) -> str:
    """Return the condition that some function of the board has not said yes as it reads now."""
    board = f"COALESCE({commitment}.board_id, {deal}.board_id)"
    return (
        f"(NOT EXISTS (SELECT 1 FROM planning_board b, {{functions of b}} WHERE b.id = {board})"
        f" OR EXISTS (SELECT 1 FROM planning_board b, {{functions of b}} WHERE b.id = {board}"
        " AND NOT EXISTS (SELECT 1 FROM planning_signoff s"
        f" WHERE s.commitment_id = {commitment}.id AND s.function = f.value"
        f" AND s.material = {commitment}.material AND s.answer IN ('yes', 'yes-if') AND {LAST})))"
    )


def _absent(board: str, function: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM planning_board b, {{functions of b}} WHERE b.id = {board}"
        f" AND f.value = '{function}')"
    )


UNDELIVERED = (
    f"{_absent('r.board_id', 'customer_success')}"
    " AND (EXISTS (SELECT 1 FROM people_department p WHERE p.function = 'customer_success')"
    " OR (SELECT COUNT(DISTINCT f.value) FROM planning_board b, {functions of b}"
    f" WHERE b.id = r.board_id AND f.value IN {words(DELIVERERS)}) < 2)"
)

PROMISES = (
    Judgement(
        invariant="I-13",
        table="commitment",
        says="a promise is made to a customer with a name",
        condition="EXISTS (SELECT 1 FROM planning_deal d JOIN planning_customer c"
        " ON c.id = d.customer_id WHERE d.id = r.deal_id AND c.name = '')",
    ),
    Judgement(
        invariant="I-14",
        table="deal",
        says="a deal is won once every role of the board signed every promise in it",
        condition=f"r.state IN {words(SIGNED)} AND EXISTS (SELECT 1 FROM planning_commitment c"
        f" WHERE c.deal_id = r.id AND c.state NOT IN {words(LEFT)} AND {_unsigned('c', 'r')})",
    ),
    Judgement(
        invariant="I-14",
        table="commitment",
        says="a promise is approved by every role of its board",
        condition=f"r.state IN {words(APPROVED)} AND EXISTS (SELECT 1 FROM planning_deal d"
        f" WHERE d.id = r.deal_id AND {_unsigned('r', 'd')})",
    ),
    Judgement(
        invariant="I-14",
        table="commitment",
        says="a promise somebody said yes-if to is conditional until that is met",
        condition="r.state = 'approved' AND EXISTS (SELECT 1 FROM planning_signoff s"
        " WHERE s.commitment_id = r.id AND s.answer = 'yes-if' AND NOT s.are_conditions_met"
        f" AND {LAST})",
    ),
    Judgement(
        invariant="I-15",
        table="deal",
        says="the board of a deal holds customer success, or two of those who deliver",
        condition=f"r.state NOT IN ('open', 'lost') AND {UNDELIVERED}",
    ),
    Judgement(
        invariant="I-15",
        table="commitment",
        says="a board of a promise's own holds those who deliver as well",
        condition=f"r.state NOT IN {words({'proposed', *LEFT})} AND r.board_id IS NOT NULL"
        f" AND {UNDELIVERED}",
    ),
    Judgement(
        invariant="I-15",
        table="commitment",
        says="what is not there yet is promised with product and engineering on the board",
        condition=f"r.state NOT IN {words({'proposed', *LEFT})} AND r.maturity <> 'available'"
        " AND EXISTS (SELECT 1 FROM planning_deal d WHERE d.id = r.deal_id AND ("
        + " OR ".join(
            _absent("COALESCE(r.board_id, d.board_id)", function)
            for function in ("product", "engineering")
        )
        + "))",
    ),
    Judgement(
        invariant="I-16",
        table="signoff",
        says="nobody signs off for two functions",
        condition="EXISTS (SELECT 1 FROM planning_signoff s"
        " WHERE s.commitment_id = r.commitment_id AND s.member_id = r.member_id"
        " AND s.function <> r.function AND s.breaches NOT LIKE '%|I-16|%')",
    ),
    Judgement(
        invariant="I-16",
        table="signoff",
        says="the seller does not sign for customer success",
        condition="r.function = 'customer_success' AND EXISTS (SELECT 1"
        " FROM planning_commitment c JOIN planning_deal d ON d.id = c.deal_id"
        " WHERE c.id = r.commitment_id AND d.seller_id = r.member_id)",
    ),
    Judgement(
        invariant="I-16",
        table="signoff",
        says="a function has one answer: a later one supersedes it, once",
        condition="EXISTS (SELECT 1 FROM planning_signoff s WHERE s.id <> r.id"
        " AND s.breaches NOT LIKE '%|I-16|%' AND (s.supersedes_id = r.supersedes_id"
        f" OR s.commitment_id = r.commitment_id AND s.function = r.function AND {LAST}"
        " AND NOT EXISTS (SELECT 1 FROM planning_signoff n WHERE n.supersedes_id = r.id)))"
        " OR EXISTS (SELECT 1 FROM planning_signoff s WHERE s.id = r.supersedes_id"
        " AND (s.commitment_id <> r.commitment_id OR s.function <> r.function))",
    ),
    Judgement(
        invariant="I-18",
        table="commitment",
        says="what is about something in discovery or a vision is not promised",
        condition=f"r.state IN {words(APPROVED)} AND EXISTS (SELECT 1 FROM planning_output o"
        " WHERE o.id = r.output_id AND o.maturity IN ('in discovery', 'vision'))",
    ),
    Judgement(
        invariant="I-17",
        table="commitment",
        says="no promise stands on a signature under another wording",
        condition=f"r.state IN {words(STANDING)} AND EXISTS (SELECT 1 FROM planning_signoff s"
        f" WHERE s.commitment_id = r.id AND s.material <> r.material AND {LAST})",
    ),
)
