"""Whether XES is read whole, and what was made to burst a reader is not."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys

import pytest

from seachange.errors import UnreadableSource
from seachange.events.sources.open import open_log
from tests.events.contents import adds_up, told
from tests.memory import peak

# After the example of the XES 2.0 standard (IEEE 1849), section 5.
LOG = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- a comment --><?instruction to nobody?>
<log xes.version="2.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="__INVALID__"/></global>
  <global scope="event"><date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="A log of orders"/>
  <trace>
    <string key="concept:name" value="Order 1"/>
    <float key="order:totalValue" value="2142.38"/>
    <event>
      <string key="concept:name" value="Create"/>
      <string key="lifecycle:transition" value="complete"/>
      <string key="org:resource" value="Wil"/>
      <date key="time:timestamp" value="2009-01-03T15:30:00.000+01:00"/>
      <float key="order:currentValue" value="2142.38"><string key="currency" value="EUR"/></float>
      <list key="items"><values><string key="item" value="A &amp; B"/></values></list>
    </event>
    <event>
      <string key="concept:name" value="Send"/>
      <boolean key="express" value="true"/>
      <date key="time:timestamp" value="2009-01-03T16:30:00.000+01:00"/>
    </event>
  </trace>
  <trace><string key="concept:name" value="Order 2"/></trace>
  <event>
    <string key="concept:name" value="Audit"/>
    <string key="case:concept:name" value="nobody's"/>
    <date key="time:timestamp" value="2009-02-01T00:00:00Z"/>
  </event>
</log>
"""


def xes(path, content, **named):
    written = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(written) if path.suffix == ".gz" else written)
    return open_log(str(path), **named)


def refusal(path, content):
    with pytest.raises(UnreadableSource) as told_:
        xes(path, content)
    assert path.name in told_.value.place
    return told_.value


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.xml", "log"])
def test_events_have_what_they_and_their_trace_have_and_no_more(tmp_path, name):
    log = xes(tmp_path / name, LOG)
    first, second, third = told(log)
    assert (first["actor"], first["name"], first["t"]) == ("Order 1", "Create", 1230993000_000_000)
    assert first["properties"] == {
        "case:order:totalValue": "2142.38",
        "lifecycle:transition": "complete",
        "org:resource": "Wil",
        "order:currentValue": "2142.38",
        "order:currentValue.currency": "EUR",
        "items.item": "A & B",
    }
    assert second["properties"] == {"case:order:totalValue": "2142.38", "express": "true"}
    assert (third["actor"], third["name"], third["properties"]) == ("nobody's", "Audit", {})
    assert adds_up(log)
    assert {"actor = case:concept:name (guessed)", "event = concept:name (guessed)"} <= set(
        log.intake.notes
    )


def test_the_people_may_be_those_who_worked_on_a_case(tmp_path):
    log = xes(tmp_path / "log.xes", LOG, actor="org:resource", case="case:concept:name")
    (event,) = told(log)
    assert (event["actor"], event["properties"]["case:concept:name"]) == ("Wil", "Order 1")
    assert [(a.row, a.reason) for a in log.list_set_aside()] == [(2, "no actor"), (3, "no actor")]


def test_a_file_that_was_cut_off_says_so_and_where(tmp_path):
    error = refusal(tmp_path / "log.xes", LOG[: LOG.index("Send")])
    assert "cannot be read" in error.what
    assert "line" in error.place


def test_xml_of_another_kind_is_called_by_its_name(tmp_path):
    assert "<svg>" in refusal(tmp_path / "a.xes", '<svg xmlns="http://www.w3.org/2000/svg"/>').what


def test_a_log_without_events_is_refused(tmp_path):
    assert refusal(tmp_path / "a.xes", "<log><trace/></log>").remedy


def test_an_attribute_behind_its_events_is_not_lost_in_silence(tmp_path):
    late = LOG.replace("</event>\n  </trace>", '</event><int key="late" value="1"/>\n  </trace>')
    assert "behind" in refusal(tmp_path / "a.xes", late).what


# The five bombs of the reliability study, and a few of their kin.
_ENTITIES = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
BOMBS = {
    "a billion laughs": f'<!DOCTYPE l [<!ENTITY a "lol">{_ENTITIES}]><log><trace>&j;</trace></log>',
    "quadratic": f'<!DOCTYPE l [<!ENTITY a "{"A" * 100_000}">]><log>{"&a;" * 20_000}</log>',
    "a file of the reader's": '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<log><trace><event><string key="concept:name" value="a"/>&x;</event></trace></log>',
    "a document type from elsewhere": '<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd"><log/>',
    "parameter entities": '<!DOCTYPE l [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><log/>',
    "depth": "<log>" + "<a>" * 2_000_000,
    "depth in an event": "<log><trace><event>" + '<string key="a" value="b">' * 300_000,
    "attributes": "<log " + " ".join(f'a{i}="1"' for i in range(1_000_000)) + "/>",
    "attributes behind what could end a tag": "<log "
    + " ".join(f'a{i}=">"' for i in range(1_000_000))
    + "/>",
    "one attribute": '<log a="' + "x" * 20_000_000 + '"/>',
    "one text": "<log><trace>" + "x" * 20_000_000 + "</trace></log>",
    "many attributes of one event": "<log><trace><event>"
    + '<string key="k" value="v"/>' * 1_000_000,
    "many attributes of a log": "<log>" + '<string key="k" value="v"/>' * 300_000 + "</log>",
}

ALONE = """
import sys
from seachange.errors import SeachangeError
from seachange.events.sources.open import open_log
before = {peak}
try:
    open_log(sys.argv[1])
except SeachangeError as error:
    print(error.what)
print({peak} - before)
"""


@pytest.mark.broad
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused(tmp_path, bomb):
    error = refusal(tmp_path / "bomb.xes", '<?xml version="1.0"?>' + BOMBS[bomb])
    assert error.remedy
    assert "HUGE" not in str(error)


@pytest.mark.nightly
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path, bomb):
    path = tmp_path / "bomb.xes.gz"
    path.write_bytes(gzip.compress(('<?xml version="1.0"?>' + BOMBS[bomb]).encode(), 1))

    def limits():
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    done = subprocess.run(
        [sys.executable, "-c", ALONE.format(peak=peak()), str(path)],
        capture_output=True, text=True, check=False, preexec_fn=limits,
        env={"PYTHONPATH": "src", "SEACHANGE_CACHE": "0"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *said, grown = done.stdout.splitlines()
    assert said
    assert "root:" not in done.stdout
    assert int(grown) < 400_000  # kilobytes
