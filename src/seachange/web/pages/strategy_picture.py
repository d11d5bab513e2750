"""The strategy tree drawn: the same twigs as boxes, each record once."""

from __future__ import annotations

from collections.abc import Iterable

from seachange.planning.rules.checks.survey import spoken
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.record import Record
from seachange.report import words
from seachange.report.pictures.tree import Edge, Node, tree
from seachange.web.addresses import address_of_record
from seachange.web.pages.strategy import StrategyPage, Twig


def strategy_picture(page: StrategyPage) -> str:
    """Draw the tree of a page from left to right; empty where there is none."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for twig in page.twigs:
        _gather(twig, 0, nodes, edges)
    if not nodes:
        return ""
    _refuted(page.twigs, edges)
    return tree(list(nodes.values()), list(edges.values()), title="The strategy as a tree")


def _gather(
    twig: Twig, column: int, nodes: dict[str, Node], edges: dict[tuple[str, str], Edge]
) -> None:
    record = twig.record
    held = nodes.get(record.id)
    if held is None or held.column < column:
        nodes[record.id] = _node(twig, column)
    for each in twig.under:
        link = each.link
        edges[record.id, each.record.id] = Edge(
            left=record.id,
            right=each.record.id,
            state=link.state if link else "",
            says=link.says if link else "",
        )
        _gather(each, column + 1, nodes, edges)


def _refuted(twigs: Iterable[Twig], edges: dict[tuple[str, str], Edge]) -> None:
    for twig in twigs:
        for link in twig.refuted:
            if link.outcome is not None:
                ends = (twig.record.id, link.outcome.id)
                edges.setdefault(
                    ends, Edge(left=ends[0], right=ends[1], state=link.state, says=link.says)
                )
        _refuted(twig.under, edges)


def _node(twig: Twig, column: int) -> Node:
    stand, record = twig.stand, twig.record
    number = course = tone = ""
    if stand is not None and stand.value is not None:
        number = f"{words.quantity(stand.value, stand.unit)} {stand.sure}"
        course, tone = f"{stand.shape} {stand.course}", stand.tone
    elif stand is not None:
        course = f"{stand.shape} not measured yet"
    elif record.state:
        course = f"{spoken(record.kind)}, {record.state}"
    return Node(
        id=record.id,
        column=column,
        title=_title(record),
        number=number,
        course=course,
        tone=tone,
        address=address_of_record(record),
    )


def _title(record: Record) -> str:
    said = title_of(record) or str(getattr(record, "category", ""))
    return f"{record.id} {said}".strip()
