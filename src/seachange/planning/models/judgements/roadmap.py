"""I-23: beyond six months no output, unless it is promised or required by law."""

from __future__ import annotations

from seachange.planning.models.judgements.judgement import Judgement, words
from seachange.planning.rules.plan.promises import APPROVED
from seachange.planning.rules.vocabulary import HORIZONS

OPEN = "('later', 'next', 'now')"

ROADMAP = (
    Judgement(
        invariant="I-23",
        table="roadmapitem",
        says="beyond six months stands no output, unless it is promised or required by law",
        condition=f"r.state IN {OPEN} AND r.horizon > 6 AND r.item_kind = 'output'"
        " AND NOT r.is_legal_date AND NOT EXISTS (SELECT 1 FROM planning_commitment c"
        f" WHERE c.output_id = r.output_id AND c.state IN {words(APPROVED)})",
    ),
)

# Whether each of the four horizons holds something (I-24); said of no row, but of all of them.
IS_WHOLE = (
    f"(SELECT COUNT(DISTINCT i.horizon) FROM planning_roadmapitem i WHERE i.state IN {OPEN})"
    f" = {len(HORIZONS)}"
)
