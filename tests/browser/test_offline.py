"""The walks once more on a machine whose only network is itself."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.browser.houses import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

ALONE = "ip link set lo up && exec "
WALKS = "-m pytest -q -n 0 -m 'browser and not nightly' tests/browser"


def test_nothing_is_needed_but_loopback():
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("NOT TESTED WITHOUT A NETWORK: there is no unshare or no ip on this machine")
    without = ["unshare", "--map-root-user", "--net", "sh", "-c"]
    if subprocess.run([*without, "ip link set lo up"], check=False).returncode:
        pytest.skip("NOT TESTED WITHOUT A NETWORK: this machine lets nobody be without one")
    command = f"{ALONE}{sys.executable} {WALKS}"
    run = subprocess.run(
        [*without, command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600
    )
    assert run.returncode == 0, run.stdout[-4000:]
    assert "passed" in run.stdout
