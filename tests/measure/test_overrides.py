"""Whether an engine's own way to the counts gives those of the canonical text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.events.sources.rows import from_rows
from seachange.measure.answering.asked import Asked
from seachange.measure.ask import parse
from seachange.measure.engines.choose import engine_for
from seachange.measure.engines.overrides import formulation
from seachange.measure.sql import retention
from tests.measure.logs import worlds
from tests.measure.questions import retentions


def asked_of(log):
    return Asked(log, engine_for(log), log.newest)


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(worlds(least=1), st.lists(retentions(), min_size=1, max_size=3), st.booleans())
def test_periods_as_bits_are_the_periods_of_the_canonical_text(rows, documents, grouped):
    log = from_rows(rows)
    asked, own = asked_of(log), formulation("duckdb", "retention", retention.matrix)
    assert own is not retention.matrix
    for question in map(parse, documents):
        cut = asked.cut(question.scope, question.period, to_the_end=True)
        if not cut:
            continue
        groups = ("pro", "free") if grouped and question.by else None
        found = [
            asked.rows(write(question, asked.writer(question), cut=cut, groups=groups))
            for write in (own, retention.matrix)
        ]
        assert found[0] == found[1]
    log.close()


def test_the_canonical_text_is_used_where_nothing_is_faster():
    assert formulation("postgres", "retention", retention.matrix) is retention.matrix
    assert formulation("duckdb", "share", retention.matrix) is retention.matrix
