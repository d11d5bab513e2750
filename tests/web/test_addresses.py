"""The address of a record's page leads to that record, whatever it is called."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.urls import Resolver404, resolve, reverse

from seachange.errors import BadPlan
from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.rules.plan.naming import flaw_of_id
from seachange.planning.rules.plan.organisation import Team
from seachange.web.urls import PAGES

NAMED = re.compile(r"<(\w+):(\w+)>")
WORDS = {part for page in PAGES for part in str(page.pattern).split("/") if "<" not in part}


def leads_to(page, told):
    """Return which route the address of a page leads to, and with which names."""
    try:
        found = resolve(unquote(reverse(page.name, kwargs=told)))
    except Resolver404:
        return None
    return found.url_name, found.kwargs


@pytest.mark.parametrize("form", ["{0}", "OC1/{0}", "{0}/OC1", "OC1/{0}/OC2"])
def test_no_id_that_may_be_given_shares_its_address_with_another_page(form):
    given = {each for word in WORDS if not flaw_of_id(each := form.format(word))}
    for page in PAGES:
        names = {name: kind for kind, name in NAMED.findall(str(page.pattern))}
        for name in (each for each, kind in names.items() if kind == "path"):
            for record in {*given, "Team/Größe 2", "a?b#c", "50%"}:
                told = dict.fromkeys(names, "X1") | {name: record}
                assert leads_to(page, told) == (page.name, told)


@pytest.mark.parametrize(
    "told", ["OC1/edit", "new", "new/OC1", "JM1/steps/ST1", "a//b", "/a", "a/", "../a"]
)
def test_an_id_that_leads_elsewhere_is_refused_and_the_same_words_within_one_are_not(told, parley):
    with pytest.raises(BadPlan, match="an address with it leads elsewhere"):
        records.create(Team(id=told, name="North"), by="priya")
    records.create(Team(id=f"{told}-1".strip("./").replace("/", "-"), name="North"), by="priya")


def test_a_record_with_a_slash_in_its_id_has_its_pages(client_as):
    records.create(Team(id="Team/Größe 2", name="The larger ones"), by="priya")
    client = client_as(Role.ADMIN)
    at = reverse("record", args=["Team/Größe 2"])
    assert f'href="{at}"' in client.get("/records/kind/team/").content.decode()
    assert "The larger ones" in client.get(at).content.decode()
    assert client.get(f"{at}edit/").status_code == 200
    assert client.get(reverse("why", args=["Team/Größe 2"])).status_code == 200
    assert client.post(f"{at}edit/", {"name": "The largest"}).status_code == 302
    assert "The largest" in client.get(at).content.decode()
