"""Search and the palette: what is found, by whom, and in which order."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.reads.search import find
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import Idea, LearningQuestion
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.vocabulary import Visibility

PALETTE = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "palette-found"}


def told(answer):
    return answer.content.decode()


def looking(member):
    return viewer(whole_plan().by_id[member])


def test_every_record_is_found_by_its_id_and_stands_first(parley):
    nadia = looking("nadia")
    for record in list(whole_plan().records())[::5]:
        assert find(nadia, record.id)[0].record.id.casefold() == record.id.casefold()


def test_every_record_is_found_by_the_words_it_is_called(parley):
    nadia = looking("nadia")
    for record in list(whole_plan().records())[::7]:
        if title_of(record):
            assert record.id in {hit.record.id for hit in find(nadia, title_of(record))}


def test_what_nobody_named_is_found_by_what_it_says_of_what_it_belongs_to(parley):
    assert "D1" in {hit.record.id for hit in find(looking("nadia"), "deal with bramley")}
    secret = Outcome(id="OC-hidden", visibility=Visibility.PRIVATE, keeper="priya")
    records.create(secret, by="priya")
    records.create(Idea(id="ID-open", outcome="OC-hidden"), by="priya")
    assert find(looking("nadia"), "idea for") == []
    assert find(looking("nadia"), "OC-hidden") == []


def test_a_name_stands_before_what_a_record_says(parley):
    records.create(LearningQuestion(id="Q-a", name="Zebra crossing", text="x"), by="nadia")
    records.create(LearningQuestion(id="Q-b", text="y", would_answer="a zebra"), by="nadia")
    hits = find(looking("nadia"), "zebra")
    assert [hit.record.id for hit in hits] == ["Q-a", "Q-b"]
    assert hits[1].match == "zebra"


def test_what_is_not_there_and_no_words_at_all_find_nothing(parley):
    assert find(looking("nadia"), "  ") == []
    assert find(looking("nadia"), "quetzalcoatl") == []


def test_what_somebody_may_not_see_is_not_found(client_as):
    secret = LearningQuestion(
        id="Q-secret", text="canary in the mine", visibility=Visibility.PRIVATE, keeper="priya"
    )
    records.create(secret, by="priya")
    for asked in ({}, PALETTE, {"HTTP_HX_REQUEST": "true"}):
        page = told(client_as(Role.PRODUCT).get("/search/?q=canary&on=Q-secret", **asked))
        assert "Q-secret" not in page
        assert "in the mine" not in page


def test_the_page_and_its_part_tell_the_same(client_as):
    client = client_as(Role.PRODUCT)
    whole = told(client.get("/search/?q=book"))
    part = told(client.get("/search/?q=book", HTTP_HX_REQUEST="true"))
    assert "<html" in whole
    assert "<html" not in part
    assert part.strip() in whole


def test_the_palette_offers_deeds_by_role_and_by_the_record_one_looks_at(client_as):
    palette = told(client_as(Role.PRODUCT).get("/search/?q=new+outcome", **PALETTE))
    assert "New outcome" in palette
    assert "New outcome" not in told(client_as(Role.SALES).get("/search/?q=new", **PALETTE))
    records.create(LearningQuestion(id="Q-a", text="x"), by="nadia")
    on = told(client_as(Role.PRODUCT).get("/search/?q=move&on=Q-a", **PALETTE))
    assert "Move Q-a to investigating" in on
    assert "Move Q-a" not in told(client_as(Role.SALES).get("/search/?q=move&on=Q-a", **PALETTE))


def test_what_is_named_is_moved_from_anywhere(client_as):
    client = client_as(Role.PRODUCT)
    item = next(each for each in whole_plan().roadmap if each.is_open and each.horizon == 3)
    palette = told(client.get(f"/search/?q=move+{item.id.lower()}+to+6", **PALETTE))
    (sends,) = re.findall(r'formaction="([^"]+)" name="to" value="6"', palette)
    assert client.post(sends, {"to": "6"}).status_code == 302
    assert whole_plan().by_id[item.id].horizon == 6
    assert "formaction" not in told(
        client_as(Role.SALES).get(f"/search/?q=move+{item.id}", **PALETTE)
    )


def test_what_was_mistyped_finds_what_was_meant_among_what_one_may_see(client_as):
    client = client_as(Role.PRODUCT)
    for part in ({}, PALETTE):
        found = told(client.get("/search/?q=sned+remindres", **part))
        assert "send reminders" in found
        assert "/records/R1/" in found
    records.create(LearningQuestion(id="Q-a", text="zanzibarian?"), by="nadia")
    assert "zanzibarian" in told(client.get("/search/?q=zanzibarain"))
    records.edit("Q-a", by="nadia", visibility=Visibility.PRIVATE, keeper="ines")
    assert "zanzibarian" not in told(client.get("/search/?q=zanzibarain"))
    assert "Nothing fits" in told(client.get("/search/?q=qqqqwwww"))


@pytest.mark.parametrize(
    ("words", "leads", "is_for", "is_not_for"),
    [
        ("upload", "/events/bring/", Role.ENGINEERING, Role.SALES),
        ("export", "/export/plan.yml", Role.SALES, Role.REQUESTER),
        ("invite", "/members/", Role.ADMIN, Role.LEADER),
        ("share by", "/share/", Role.MARKETING, Role.REQUESTER),
        ("audit log", "/settings/audit/", Role.ADMIN, Role.PRODUCT),
    ],
)
def test_what_is_done_elsewhere_is_found_by_who_may_do_it(
    words, leads, is_for, is_not_for, client_as
):
    asked = f"/search/?q={words.replace(' ', '+')}"
    assert f'href="{leads}"' in told(client_as(is_for).get(asked, **PALETTE))
    assert f'href="{leads}"' not in told(client_as(is_not_for).get(asked, **PALETTE))


def test_the_name_of_a_place_leads_there_first(client_as):
    palette = told(client_as(Role.PRODUCT).get("/search/?q=events", **PALETTE))
    options = re.findall(r'role="option"[^>]*href="([^"]+)"', palette)
    assert options[0] == "/events/"
    assert len(options) > 5


def test_words_of_the_glossary_are_explained(client_as):
    assert "never counted as failures" in told(client_as(Role.PRODUCT).get("/search/?q=pending"))


def test_what_is_typed_is_shown_as_text(client_as):
    page = told(client_as(Role.PRODUCT).get("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E"))
    assert "<script>alert" not in page
