"""Comments: on any record one sees, with people and records named, changed by who said them."""

from __future__ import annotations

from seachange.people.access import Role
from seachange.planning.actions import comments, records
from seachange.planning.models.comments import Comment, CommentBefore
from seachange.planning.reads.comments import comments_on, mentions_of
from seachange.planning.reads.snapshot import stamp_now, whole_plan
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.vocabulary import Visibility


def told(answer):
    return answer.content.decode()


def looking(member):
    return viewer(whole_plan().by_id[member])


def test_what_is_said_names_people_and_records_as_links(client_as):
    client = client_as(Role.PRODUCT)
    words = "@ines and @Rosa Delgado: see H1, not H1x or a@ines.example <b>now</b>"
    assert client.post("/comments/on/OC1", {"text": words}).status_code == 302
    page = told(client.get("/records/OC1/"))
    assert ">@ines</a> and" in page
    assert ">@Rosa Delgado</a>: see" in page
    assert ">H1</a>, not H1x or a@ines.example &lt;b&gt;now" in page
    assert [said.number for said in mentions_of(looking("rosa"))] == [1]
    assert "see" in told(client_as(Role.ENGINEERING).get("/mentions/"))
    assert mentions_of(looking("tomasz")) == ()


def test_who_calls_somebody_that_is_not_here_is_told_so_and_nobody_else_is(client_as):
    client = client_as(Role.PRODUCT)
    client.post("/comments/on/OC1", {"text": "@ines and @nobody.here, a@ines.example; ask @nobody"})
    said = "Nobody here is called @nobody.here or @nobody."
    assert said in told(client.get("/records/OC1/"))
    assert "Nobody here is called" not in told(client_as(Role.ENGINEERING).get("/records/OC1/"))


def test_a_comment_says_something_and_keeps_what_was_typed(client_as):
    client = client_as(Role.PRODUCT)
    assert client.post("/comments/on/OC1", {"text": "  "}).status_code == 422
    long = client.post("/comments/on/OC1", {"text": "x" * 10_001})
    assert long.status_code == 422
    assert "x" * 10_001 in told(long)
    assert not Comment.objects.exists()


def test_one_changes_and_withdraws_one_s_own_words_and_what_was_said_stays(client_as):
    client = client_as(Role.PRODUCT)
    number = comments.say("OC1", "it fell, @ines", by="nadia")
    assert client.post(f"/comments/{number}/", {"text": "it rose"}).status_code == 302
    assert "it rose" in told(client.get("/records/OC1/"))
    assert "it fell" in told(client.get("/records/OC1/"))
    assert mentions_of(looking("ines")) == ()
    others = client_as(Role.ENGINEERING)
    assert others.get(f"/comments/{number}/").status_code == 404
    assert others.post(f"/comments/{number}/", {"text": "mine"}).status_code == 404
    assert others.post(f"/comments/{number}/withdraw").status_code == 404
    assert client.post(f"/comments/{number}/withdraw").status_code == 302
    assert "it rose" not in told(client.get("/records/OC1/"))
    assert [each.text for each in CommentBefore.objects.order_by("pk")] == [
        "it fell, @ines",
        "it rose",
    ]


def test_who_may_not_see_a_record_sees_no_word_about_it_and_says_none(client_as):
    secret = LearningQuestion(
        id="Q-secret", text="x", visibility=Visibility.PRIVATE, keeper="priya"
    )
    records.create(secret, by="priya")
    number = comments.say("Q-secret", "canary, @nadia", by="priya")
    client = client_as(Role.PRODUCT)
    assert client.post("/comments/on/Q-secret", {"text": "hello"}).status_code == 404
    assert client.get(f"/comments/{number}/").status_code == 404
    assert "canary" not in told(client.get("/mentions/"))
    assert comments_on(looking("nadia"), "Q-secret") == ()
    assert mentions_of(looking("nadia")) == ()


def test_a_name_of_what_one_may_not_see_is_a_word_like_any_other(client_as):
    secret = LearningQuestion(
        id="Q-77", text="hidden words", visibility=Visibility.PRIVATE, keeper="priya"
    )
    records.create(secret, by="priya")
    comments.say("OC1", "see Q-77", by="priya")
    assert "hidden words" not in told(client_as(Role.PRODUCT).get("/records/OC1/"))
    assert 'title="hidden words">Q-77</a>' in told(client_as(Role.ADMIN).get("/records/OC1/"))


def test_a_comment_changes_nothing_of_the_plan(parley):
    before = stamp_now()
    comments.say("OC1", "hello", by="nadia")
    assert stamp_now() == before
