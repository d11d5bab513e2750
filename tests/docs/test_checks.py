"""Whether the page on checks tells all there are, as they are."""

from dataclasses import fields

import pytest

from seachange.events.yaml_files import parse_document
from seachange.planning.rules.checks.catalogue import BY_ID
from seachange.planning.rules.checks.settings import Thresholds, parse_settings
from seachange.report.findings.listing import listing
from tests.house.checkout import ROOT

PAGE = (ROOT / "docs/concepts/checks.md").read_text(encoding="utf-8")


def test_every_check_is_listed_as_the_catalogue_has_it():
    assert PAGE.endswith(listing()), "run `seachange check --list` and put it at the end"


@pytest.mark.parametrize("threshold", fields(Thresholds), ids=lambda f: f.name)
def test_every_threshold_is_listed_with_its_default(threshold):
    assert f"| `{threshold.name}` | {threshold.default} |" in PAGE


def test_the_settings_shown_can_be_read():
    shown = PAGE.split("```yaml\n")[1].split("```")[0]
    settings = parse_document(shown, lambda f: parse_settings(f, ids=BY_ID), name="shown")
    assert settings.thresholds.baseline_days == 120
    assert settings.severities["JM04"] is None
    assert settings.waivers[0].owner == "ada"
