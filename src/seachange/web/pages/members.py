"""The members as an administrator's page lists them: leaf by leaf, or those with some words."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.planning.reads.members import MemberLine, members
from seachange.planning.rules.plan.naming import title_of
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.second_factors import guarded

ON_A_LEAF = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersPage:
    """A leaf of the members in whom all words stand; `of` is how many there are in all.

    `guarded` are those who sign in with a second factor.
    """

    leaf: Leaf[MemberLine]
    words: str
    of: int
    guarded: frozenset[str]


def members_page(
    words: str = "", number: int = 1, *, at: str = "", is_whole: bool = False
) -> MembersPage:
    """Return a leaf of the members; the one on which a member stands, where `at` names one."""
    everybody = members()
    wanted = words.casefold().split()
    found = [line for line in everybody if all(word in _told(line) for word in wanted)]
    size = len(found) if is_whole else ON_A_LEAF
    places = [place for place, line in enumerate(found) if line.member.id == at]
    number = places[0] // size + 1 if places else number
    leaf = leaf_of(found, number, size=size)
    return MembersPage(leaf=leaf, words=words, of=len(everybody), guarded=guarded())


def _told(line: MemberLine) -> str:
    member, teams = line.member, " ".join(map(title_of, line.teams))
    role = member.role.replace("_", " ")
    return f"{member.id} {member.name} {member.email} {role} {teams}".casefold()
