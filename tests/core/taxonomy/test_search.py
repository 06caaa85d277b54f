"""Finding the occupation that somebody means."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.db import atomic, db, get
from core.errors import DomainError, NotFound
from core.search.folding import fold
from core.taxonomy import queries
from core.taxonomy.models import Occupation, OccupationTerm
from core.taxonomy.service import add_local_term
from core.taxonomy.terms import rows

Gold = list[tuple[str, frozenset[str], str]]
SKOTERSKA = "Undersköterska, hemtjänst, äldreboende och habilitering"


def missed(gold: Gold) -> list[str]:
    return [query for query, groups, _ in gold if not groups & {found.group_code for found in queries.suggest(query)[:3]}]


def test_the_gold_set_is_worth_its_name(gold: Gold) -> None:
    assert len(gold) >= 300
    assert len({query for query, _, _ in gold}) == len(gold)
    assert {kind for _, _, kind in gold} == {"name", "folded", "inflected", "misspelt", "colloquial", "phrase", "prefix"}


def test_gold_on_the_small_set(gold: Gold) -> None:
    """The right group is among the first three for at least 95 % of the queries about groups that are loaded."""
    loaded = {row["code"] for row in rows("groups.csv")}
    about = [(query, groups, kind) for query, groups, kind in gold if groups & loaded]
    assert len(about) >= 250
    assert len(missed(about)) <= 0.05 * len(about), missed(about)


def test_gold_on_the_full_set(gold: Gold, full: None) -> None:
    assert len(missed(gold)) <= 0.05 * len(gold), missed(gold)


def with_a_slip(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, swapped with the next, or replaced."""
    at = chance.randrange(1, len(text) - 1)
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + chance.choice("aeiounrst") + text[at + 1 :],
        ]
    )


@pytest.mark.parametrize(
    ("spoil", "least"),
    [(lambda name, _: name, 1.0), (lambda name, _: fold(name), 1.0), (lambda name, chance: with_a_slip(name.lower(), chance), 0.98)],
    ids=["as written", "without accents", "with one slip"],
)
def test_official_names_are_found(full: None, spoil: Callable[[str, random.Random], str], least: float) -> None:
    """Names of five letters or more, drawn at random; nobody chose them to be easy."""
    chance = random.Random(2026)
    names = sorted(db.session.execute(select(Occupation.name)).scalars())
    drawn = chance.sample([name for name in names if len(name) >= 5], 250)
    lost = [name for name in drawn if name not in [found.label for found in queries.suggest(spoil(name, chance))[:3]]]
    assert len(lost) <= (1 - least) * len(drawn), lost


def test_why_is_told_only_when_another_word_matched() -> None:
    usk = queries.suggest("usk")[0]
    assert (usk.label, usk.group_code) == (SKOTERSKA, "5321")
    assert usk.why == f"usk → {SKOTERSKA}"
    assert usk.group_name == "Undersköterskor, hemtjänst, hemsjukvård, äldreboende och habilitering"
    assert queries.suggest("undersköterska")[0].why == ""
    assert queries.suggest("svetsare")[0].why == ""
    assert queries.suggest("svetsning")[0].why == "svetsning → Svetsare"


def test_a_whole_group_can_be_suggested() -> None:
    found = queries.suggest("svetsare och gasskärare")[0]
    assert (found.occupation_id, found.group_code, found.label) == (None, "7212", "Svetsare och gasskärare")


def test_the_limit_and_the_empty_text() -> None:
    assert len(queries.suggest("s", limit=3)) == 3
    assert queries.suggest("") == queries.suggest("  ") == queries.suggest("zzzzqqq") == []
    assert queries.suggest("svets" * 5000, limit=3) is not None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Svetsare", "7212"),
        ("svetsare", "7212"),
        ("svetsre", "7212"),
        ("Barnskötare", "5311"),
        ("grävmaskinist", "8342"),
        ("Svetsare och gasskärare", "7212"),
        ("socialsekretrare", "2661"),
    ],
)
def test_what_is_plain_is_resolved(text: str, group: str) -> None:
    found = queries.resolve(text)
    assert found is not None
    assert found.group_code == group


@pytest.mark.parametrize("text", ["", "undersköterska", "elektriker", "chaufför", "personal", "zzzz", "lärare och kock", "a"])
def test_what_could_be_several_is_not_guessed_at(text: str) -> None:
    """*Undersköterska* is two groups, in home care and in hospitals: the person has to choose."""
    assert queries.resolve(text) is None


def test_an_occupation_is_preferred_to_the_group_of_the_same_name(full: None) -> None:
    found = queries.resolve("Barnmorska")
    assert found is not None
    assert found.occupation_id is not None


def test_a_local_title_leads_to_its_occupation_at_once() -> None:
    assert queries.suggest("omsorgskonstnär") == [] or queries.suggest("omsorgskonstnär")[0].label != SKOTERSKA
    occupation_id = queries.suggest("usk")[0].occupation_id
    assert occupation_id is not None
    with atomic():
        first = add_local_term(term="  Omsorgskonstnär ", occupation_id=occupation_id)
        assert add_local_term(term="omsorgskonstnär", occupation_id=occupation_id) is first
    found = queries.suggest("omsorgskonstnären")[0]
    assert found.label == SKOTERSKA
    assert found.why == f"Omsorgskonstnär → {SKOTERSKA}"


@pytest.mark.parametrize(("term", "error"), [("", DomainError), (" - ", DomainError), ("x" * 201, DomainError)])
def test_a_local_title_that_is_none_is_refused(term: str, error: type[Exception]) -> None:
    occupation_id = queries.suggest("svetsare")[0].occupation_id
    assert occupation_id is not None
    with pytest.raises(error) as raised:
        add_local_term(term=term, occupation_id=occupation_id)
    assert raised.value.field == "term"  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        add_local_term(term="titel", occupation_id="no_such")


def test_another_process_notices_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process holds is renewed when the revision in the table has grown, as after an import elsewhere."""
    from core.taxonomy import search
    from core.taxonomy.terms import state

    clock = [1000.0]
    monkeypatch.setattr(search, "monotonic", lambda: clock[0])
    assert queries.suggest("rymdsvetsare")[0].label == "Svetsare"
    with atomic():
        db.session.add(
            OccupationTerm(
                term="rymdsvetsare",
                folded="rymdsvetsare",
                source="local",
                occupation_id=queries.suggest("kock")[0].occupation_id,
                group_code="5120",
            )
        )
        state().revision += 1
    assert queries.suggest("rymdsvetsare")[0].label == "Svetsare", "the table is not asked at every key press"
    clock[0] += search.RECHECK_SECONDS
    assert queries.suggest("rymdsvetsare")[0].group_code == "5120"


def test_similar_groups_share_the_three_digit_parent() -> None:
    assert [row.code for row in queries.similar_groups("5321")] == ["5323"]
    assert queries.similar_groups("532") == []
    assert queries.similar_groups("0000") == []


def test_reading_groups_and_occupations() -> None:
    group = queries.group("7212")
    assert group is not None
    assert (group.name, group.level) == ("Svetsare och gasskärare", 4)
    assert queries.group("9999") is None
    assert queries.ancestors("7") == []
    assert set(queries.groups(["7212", "5120", "9999"])) == {"7212", "5120"}
    names = [row.name for row in queries.occupations_of("5120")]
    assert names == ["Kallskänka", "Kock storhushåll", "Kock à la carte"]
    cook = queries.occupations_of("5120")[1]
    assert queries.occupation(cook.id) is get(Occupation, cook.id)
    assert queries.occupation("no_such") is None


def test_skills(full: None) -> None:
    labels = [found.label for found in queries.suggest_skills("kalibrering")]
    assert labels[0] == "Kalibrering"
    skill_id = queries.suggest_skills("kaliberring", 1)[0].skill_id
    skill = queries.skill(skill_id)
    assert skill is not None
    assert skill.name == "Kalibrering"
    assert set(queries.skills([skill_id, "no_such"])) == {skill_id}
    assert queries.suggest_skills("") == []
