"""A plan as it was written, unfolded: what stands in short forms as the records they stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from seachange.errors import BadPlan
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Items, Keys, Node, Scalar, named, wrong
from seachange.planning.files.short.forms import Entry, Section, Top, Whole, is_silent, unfold, word
from seachange.planning.files.short.sections import SECTIONS, TOPS
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.plan import COLLECTIONS
from seachange.planning.rules.plan.record import link_fields
from seachange.planning.rules.vocabulary import Kind

_KINDS = {name: kind for kind, name in COLLECTIONS.items()}
# Whom a plan written short may name where it has no section of them, and what that says of them.
NAMED = (Kind.TEAM, Kind.MEMBER, Kind.CUSTOMER)
_SHORT = tuple(name for name in SECTIONS if name not in _KINDS)  # whose name is short itself
_ORDER = list(SECTIONS.values())
_ROLES = {"sponsor": "leader", "seller": "sales"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfolded:
    """The files of a plan in the long form.

    `owners` names for each implied record what it was written with: the id of a record or a key
    at the top; `folded` are all that were written short, `named` the records declared by being
    named alone.
    """

    roots: Mapping[str, Node | None]
    owners: Mapping[str, str] = field(default_factory=dict)
    folded: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    is_whole: bool = True  # whether nothing short was amiss

    def owners_of(self, ids: Collection[str]) -> frozenset[str]:
        """Return what these records are written short as, or with: ids, and keys at the top.

        Whoever is declared by being named alone is nobody's, and stands for himself.
        """
        owners = self.folded.intersection(self.owners.get(each, each) for each in ids)
        return owners | self.named.intersection(ids)


def unfolded(roots: Mapping[str, Node | None], *, as_of: date, mistakes: Mistakes) -> Unfolded:
    """Unfold what is written short in the files of a plan; a plan without is as it was.

    What is amiss is told at its place and left out. Ages are counted back from `as_of`.
    """
    files = {name: root for name, root in roots.items() if isinstance(root, Keys)}
    if not any(_is_short(root) for root in files.values()):
        return Unfolded(roots=roots)
    own = Mistakes()
    long = {name: _copied(root) for name, root in files.items()}
    whole = Whole(as_of=as_of, mistakes=own, files=files, long=long)
    for root in files.values():
        _remember(whole, root)
    free = [each for each in NAMED if not any(COLLECTIONS[each] in f.held for f in files.values())]
    folded: set[str] = set()
    for root in files.values():
        _check_sections(whole, root)
        for name, top, node in _tops(root):
            folded.add(name)
            with own.caught():
                top.unfold(whole, node, root.keys[name])
    entries = [each for root in files.values() for each in _entries(whole, root, free)]
    for entry, section in sorted(entries, key=lambda each: _ORDER.index(each[1])):
        folded.add(entry.owner)
        unfold(entry, section)
    for record_id, field_name, said in whole.given:
        folded.add(record_id)
        with own.caught():
            _give(whole, record_id, field_name, said)
    _declare(whole, free)
    is_whole = not own
    with mistakes.caught():
        own.refuse()
    return Unfolded(
        roots={**roots, **whole.long},
        owners=whole.owners,
        folded=frozenset(folded),
        named=frozenset(whole.named),
        is_whole=is_whole,
    )


# --- what is short --------------------------------------------------------------------------------


def _is_short(root: Keys) -> bool:
    if any(isinstance(root.held.get(name), Keys) for name in _SHORT):
        return True
    if any(True for _ in _tops(root)):
        return True
    return any(_has_short_key(node, section) for _, section, _, node in _records(root))


def _tops(root: Keys) -> Iterator[tuple[str, Top, Keys | Items]]:
    for name, top in TOPS.items():
        node = root.held.get(name)
        if isinstance(node, Keys | Items) and top.applies(node):
            yield name, top, node


def _records(root: Keys) -> Iterator[tuple[str, Section, str, Keys]]:
    """Walk what stands in sections that know short forms: the section's name, id, record."""
    for name, section in SECTIONS.items():
        held = root.held.get(name)
        for record_id, node in held.held.items() if isinstance(held, Keys) else ():
            if isinstance(node, Keys):
                yield name, section, record_id, node
            elif name in _SHORT and is_silent(node):
                yield name, section, record_id, Keys(node.at)


def _has_short_key(node: Keys, section: Section) -> bool:
    forms = section.forms
    return any(key in forms and forms[key].applies(held) for key, held in node.held.items())


def _names(node: Keys, kind: Kind, free: Collection[Kind]) -> bool:
    """Tell whether a record names somebody whom the plan has no section for."""
    return any(not is_silent(node.held.get(name)) for name, _ in _naming(kind, free))


def _naming(kind: Kind, free: Collection[Kind]) -> Iterator[tuple[str, Kind]]:
    for name, kinds in link_fields(RECORD_TYPES[kind]):
        if len(kinds) == 1 and kinds[0] in free:
            yield name, kinds[0]


def _check_sections(whole: Whole, root: Keys) -> None:
    """Refuse what the reader will not see: what is no record in a section that is short."""
    for name in _SHORT:
        section = root.held.get(name)
        twin = root.held.get(COLLECTIONS[SECTIONS[name].kind])
        for record_id, node in section.held.items() if isinstance(section, Keys) else ():
            if not isinstance(node, Keys) and not is_silent(node):
                what = f"{record_id} must be a mapping of its fields, not {named(node)}"
                whole.mistakes.add(wrong(node.at, what))
            if isinstance(section, Keys) and isinstance(twin, Keys) and record_id in twin.held:
                what = f"the id {record_id} is given twice"
                remedy = f"First in line {twin.keys[record_id].line}; rename one."
                whole.mistakes.add(wrong(section.keys[record_id], what, remedy=remedy))


def _entries(whole: Whole, root: Keys, free: Collection[Kind]) -> Iterator[tuple[Entry, Section]]:
    """Walk the records of a file that are written short."""
    for name, section, record_id, node in _records(root):
        is_own = name in _KINDS
        if is_own and not _has_short_key(node, section) and not _names(node, section.kind, free):
            continue
        held = root.held[name]
        at = held.keys[record_id] if isinstance(held, Keys) else node.at
        owner = record_id if is_own else name
        if not is_own:
            whole.owners[record_id] = name
        yield Entry(whole, section.kind, record_id, node, at, owner, Keys(node.at)), section


# --- unfolding ------------------------------------------------------------------------------------


def _copied(root: Keys) -> Keys:
    """Return a file without its short sections, the others its own, so that they can grow."""
    gone = {name for name in TOPS if is_silent(root.held.get(name))}
    gone |= {name for name, _, _ in _tops(root)}
    gone |= {name for name, node in root.held.items() if name in _SHORT and isinstance(node, Keys)}
    held: dict[str, Node] = {
        name: Keys(node.at, dict(node.held), dict(node.keys)) if isinstance(node, Keys) else node
        for name, node in root.held.items()
        if name not in gone
    }
    return Keys(root.at, held, {name: root.keys[name] for name in held})


def _remember(whole: Whole, root: Keys) -> None:
    """Note every id that a file gives, whether in a long or in a short section."""
    for name, node in root.held.items():
        kind = SECTIONS[name].kind if name in SECTIONS else _KINDS.get(name)
        is_top = name in TOPS and TOPS[name].applies(node)
        if kind is None or is_top or not isinstance(node, Keys):
            continue
        for record_id, held in node.held.items():
            record = held if isinstance(held, Keys) else Keys(held.at)
            whole.written.setdefault(record_id, (kind, record))
            whole.taken.setdefault(record_id, node.keys[record_id])


def _give(whole: Whole, record_id: str, name: str, node: Scalar) -> None:
    """Have a field of a record say what another record says of it."""
    kind = whole.kind_of(record_id)
    for root in whole.long.values():
        section = root.held.get(COLLECTIONS[kind]) if kind else None
        record = section.held.get(record_id) if isinstance(section, Keys) else None
        if not isinstance(section, Keys) or record is None:
            continue
        held = record.held if isinstance(record, Keys) else {}
        before = held.get(name)
        if isinstance(before, Scalar) and not before.is_nothing and before.text != node.text:
            what = f"{record_id} says another {name}: {before.text}"
            raise wrong(node.at, what, remedy="Say it in one place.")
        keys = record.keys if isinstance(record, Keys) else {}
        section.held[record_id] = Keys(record.at, {**held, name: node}, {**keys, name: node.at})


# --- whom a plan names ----------------------------------------------------------------------------


def _declare(whole: Whole, free: Collection[Kind]) -> None:
    """Add whom records name, where the plan has no section for them."""
    spellings: dict[tuple[Kind, str], Scalar] = {}
    for root in list(whole.long.values()):
        for name, section in list(root.held.items()):
            kind = _KINDS.get(name)
            records = section.held.values() if kind and isinstance(section, Keys) else ()
            for node in list(records):
                if kind and isinstance(node, Keys):
                    for field_name, of in _naming(kind, free):
                        _declare_named(whole, node, field_name, of, spellings)


def _bare(text: str) -> str:
    """Return a name without what people write now this way, now that: case, blanks, accents' form.

    >>> _bare("Équipe  Zoë") == _bare("E\u0301quipe zoë")
    True
    """
    return " ".join(normalize("NFKC", text).casefold().split())


def _spelt_otherwise(node: Scalar, first: Scalar, of: Kind) -> BadPlan:
    what = f"{named(node)} is the {of} {first.text!r} in another spelling"
    section = COLLECTIONS[of]
    remedy = f"First in {first.at}. Write it one way; if they are two, give both in `{section}:`."
    return wrong(node.at, what, remedy=remedy)


def _declare_named(
    whole: Whole, node: Keys, name: str, of: Kind, spellings: dict[tuple[Kind, str], Scalar]
) -> None:
    """Add whom a field names, unless it is known."""
    held = node.held.get(name)
    for each in held.items if isinstance(held, Items) else [held]:
        if not isinstance(each, Scalar) or each.is_nothing or each.text in whole.taken:
            continue
        first = spellings.setdefault((of, _bare(each.text)), each)
        if first.text != each.text:
            whole.mistakes.add(_spelt_otherwise(each, first, of))
            continue
        fields: dict[str, Node] = {"name": word(each.text, each.at)}
        if of is Kind.MEMBER and name in _ROLES:
            fields["role"] = word(_ROLES[name], each.at)
        whole.imply(of, each.text, fields, at=each.at, owner="")
        whole.named.add(each.text)
