"""A goal as a sentence: its words, its measures, the people in it, and the names a plan adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seachange.planning.rules.wording import verbs
from seachange.planning.rules.wording.crowds import People, find_people
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.measures import Amount, Measure, measures
from seachange.planning.rules.wording.names import NO_NAMES, PlanNames, Span, stems_of
from seachange.planning.rules.wording.starts import start_of_goal
from seachange.planning.rules.wording.tokens import Kind, Token, tokenise

# A goal is a sentence; of what somebody pastes in, so many words and signs are read. Some rules
# look from every word to every other, and a page must not wait for ten thousand of them.
MOST_READ = 500


@dataclass(frozen=True, slots=True)
class Sentence:
    """A goal, cut and marked. Positions run from 0; anything outside reads as nothing."""

    text: str
    tokens: tuple[Token, ...]
    start: int  # where the goal begins, behind labels such as *KR2:*
    measures: tuple[Measure, ...]
    people: tuple[People, ...]
    outputs: tuple[Span, ...]  # where names of the plan's outputs stand
    behaviours: tuple[Span, ...]
    measure_at: Mapping[int, Measure] = field(repr=False)
    people_at: Mapping[int, People] = field(repr=False)

    def norm(self, index: int) -> str:
        """Return the word at a position as the vocabulary knows it."""
        return self.tokens[index].norm if 0 <= index < len(self.tokens) else ""

    def is_word(self, index: int) -> bool:
        """Tell whether a word stands here that is not inside quotation marks."""
        if not 0 <= index < len(self.tokens):
            return False
        return self.tokens[index].kind is Kind.WORD and not self.tokens[index].is_quoted

    def is_break(self, index: int) -> bool:
        """Tell whether a thought ends here: a comma, a colon, an arrow, the end."""
        if not 0 <= index < len(self.tokens):
            return True
        return self.tokens[index].kind in {Kind.BREAK, Kind.ARROW, Kind.QUOTE}

    def is_measured(self, index: int) -> bool:
        """Tell whether the word is part of a number, a rate or a date."""
        return index in self.measure_at

    def is_form(self, index: int, *forms: Form) -> bool:
        """Tell whether a word may be one of these forms of a verb we know."""
        return self.is_word(index) and verbs.is_form(self.norm(index), *forms)

    def is_participle(self, index: int) -> bool:
        """Tell *shipped* and *written* from *ship* and *set*, which are more than participles."""
        return self.is_form(index, Form.PARTICIPLE) and not self.is_form(index, Form.BASE)

    def lemma(self, index: int) -> str:
        """Return the base form of the verb at a position, with a particle it belongs to."""
        joined = self.norm(index).replace("-", "_")
        if "_" in joined and joined in verbs.EVERY:
            return joined  # *kick-off the redesign*
        for after in (index + 1, index + 2, index + 3):
            if self.norm(after) in verbs.PARTICLES:
                found = verbs.base_form(self.norm(index), self.norm(after))
                if "_" in found:
                    return found
        return verbs.base_form(self.norm(index))

    def end_of_verb(self, index: int) -> int:
        """Return the position of the last word of a verb: its particle, where it has one."""
        particle = "" if "-" in self.norm(index) else self.lemma(index).partition("_")[2]
        after = (i for i in (index + 1, index + 2, index + 3) if self.norm(i) == particle)
        return next(after, index) if particle else index

    def of(self, amount: Amount) -> tuple[Measure, ...]:
        """Return the measures of one kind, in the order of the text."""
        return tuple(m for m in self.measures if m.amount is amount)

    def is_rated(self) -> bool:
        """Tell whether the goal says how often or how many: a rate, or a count with an end."""
        is_measured = any(m.amount in {Amount.RATE, Amount.BOUND} for m in self.measures)
        return is_measured or any(token.norm in verbs.DOUBLING for token in self.tokens)

    def words_of(self, first: int, last: int) -> str:
        """Return the text from one position to another, as it was written."""
        if not 0 <= first <= last < len(self.tokens):
            return ""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def parse(text: str, names: PlanNames = NO_NAMES) -> Sentence:
    """Cut a text and mark in it what amounts, people, and names of the plan there are.

    Of a text longer than any goal its first five hundred words and signs are read.
    """
    tokens = tokenise(text)[:MOST_READ]
    stems = stems_of(tokens)
    found = measures(tokens)
    measure_at = {i: m for m in found for i in range(m.first, m.last + 1) if m.covers(tokens, i)}
    groups = find_people(tokens, named=names.actors.spans_in(stems), measured=measure_at)
    return Sentence(
        text=text,
        tokens=tokens,
        start=start_of_goal(tokens),
        measures=found,
        people=groups,
        outputs=names.outputs.spans_in(stems),
        behaviours=names.behaviours.spans_in(stems),
        measure_at=measure_at,
        people_at={i: p for p in groups for i in range(p.first, p.last + 1)},
    )
