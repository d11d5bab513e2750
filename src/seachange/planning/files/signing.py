"""The fingerprint a signature stands for: computed where a plan file leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from seachange.planning.files.nodes import Keys, Node, Scalar
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, SignOff
from seachange.planning.rules.plan.record import Record


def signed_as_read(plan: Plan, nodes: Mapping[str, Node]) -> Plan:
    """Return the plan with every signature that names no text standing for what it reads now.

    Whoever writes a sign-off by hand writes no fingerprint. Once written (by an export, or by
    the action that takes a signature) it stays, and a promise that is reworded later no longer
    matches it.
    """
    signed: list[Record] = []
    for sign_off in plan.sign_offs:
        commitment = plan.get(Commitment, sign_off.commitment)
        if commitment is not None and not _is_told(nodes[sign_off.id], "material"):
            signed.append(replace(sign_off, material=commitment.material))
    return plan.changed(put=signed) if signed else plan


def signed_before(sign_off: SignOff, told: Plan, kept: Plan) -> SignOff:
    """Return a sign-off of a file as it was kept, where the file only repeats what it reads now.

    A file that leaves fingerprints out must not renew a signature given for other words.
    """
    before = kept.get(SignOff, sign_off.id)
    commitment = told.get(Commitment, sign_off.commitment)
    if before is None or commitment is None or sign_off.material != commitment.material:
        return sign_off
    return replace(sign_off, material=before.material)


def _is_told(node: Node, name: str) -> bool:
    held = node.held.get(name) if isinstance(node, Keys) else None
    return held is not None and not (isinstance(held, Scalar) and held.is_nothing)
