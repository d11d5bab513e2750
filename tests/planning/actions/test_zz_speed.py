import time
from tests.planning.shapes import hub, side_by_side
from tests.planning.parley import parley, AS_OF
from tests.planning.rules.checks.worlds import SOUND
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.vocabulary import Kind
import pytest


@pytest.mark.parametrize("shape", ["flat", "outcome", "hypothesis", "feature_request"])
def test_s(each_database, shape):
    n = len(SOUND.by_id)
    p = (
        side_by_side(SOUND, 5000 // n)
        if shape == "flat"
        else hub(SOUND, Kind(shape), 4920 // len([r for r in SOUND.records() if r.kind == shape]))
    )
    c = time.process_time
    t = c()
    w = time.perf_counter()
    take_in(p, by="", why="x", as_found=True)
    a = c() - t
    aw = time.perf_counter() - w
    import seachange.planning.reads.snapshot as S

    for nm in ("_CACHE", "_KEPT", "_LAST"):
        if hasattr(S, nm):
            print("cache", nm)
    t = c()
    w = time.perf_counter()
    k = whole_plan(as_of=AS_OF)
    b = c() - t
    bw = time.perf_counter() - w
    t = c()
    w = time.perf_counter()
    r = check(k)
    d = c() - t
    dw = time.perf_counter() - w
    print(
        f"\n{each_database} {shape} {len(k.by_id)} import {a:.1f}s cpu {aw:.1f}s wall; read {b:.2f}/{bw:.2f}; check {d:.2f}/{dw:.2f}"
    )
