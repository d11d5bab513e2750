"""One year of Parley, made once for all tests."""

from __future__ import annotations

import pytest

from seachange.demo.parley import Parley, generate


@pytest.fixture(scope="session")
def parley() -> Parley:
    return generate()
