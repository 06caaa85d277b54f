"""Inviting by file: what is forgiven, what is refused, and that nobody is asked or mailed twice."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.files.sheets import xlsx_bytes
from core.jobs.runner import drain
from core.mail.models import Mail
from core.testing.client import Browser
from core.testing.factories import check_digit
from plugins.employer_needs import invitation_file
from plugins.employer_needs.models import Invitation, InvitationImport
from plugins.employer_needs.services import invitations, rounds

from .conftest import World, open_world

PLACES = {"2482", "2481", "2417", "2421"}
ONE, TWO = check_digit("556011001"), check_digit("556011002")
FILE = (
    "Företag;Org.nr;Mejl;Kommun\n"
    f"Demo Ett AB;{ONE[:6]}-{ONE[6:]};ett@exempel.example;Norsjö\n"
    f"Demo Två AB;{TWO};TVÅ@exempel.example;\n"
    "Demo Tre;;tre@exempel.example;Norsjo kommun\n"
    ";;fyra@exempel.example;\n"
    "Demo Fem;123;inte en adress;Atlantis\n"
    "Demo Sex;;sex@exempel.example;Stockholm\n"
    "Demo Ett AB;" + ONE + ";ett@exempel.example;2417\n"
)


def invited() -> list[str]:
    return [
        mail.recipient
        for mail in db.session.execute(select(Mail).where(Mail.kind == "employer_needs.invitation").order_by(Mail.id)).scalars()
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    parsed = invitation_file.parse(FILE.replace(";", delimiter).encode(encoding), PLACES)
    assert [(row.organisation, row.orgnr, row.email, row.municipality_code) for row in parsed.good] == [
        ("Demo Ett AB", ONE, "ett@exempel.example", "2417"),
        ("Demo Två AB", TWO, "två@exempel.example", None),
        ("Demo Tre", None, "tre@exempel.example", "2417"),
    ]
    assert parsed.doubles == 1
    assert [(row.row, [fault[0] for fault in row.faults]) for row in parsed.bad] == [
        (5, ["organisation"]),
        (6, ["organisationsnummer", "e-post", "kommun"]),
        (7, ["kommun"]),
    ]
    assert "Du skrev 3" in parsed.bad[1].faults[0][1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Filen är tom"),
        (b"  \n \n", "Filen är tom"),
        (b"PK\x03\x04zip", "Arbetsboken är skadad"),
        (b"\x00\x01\x02", "går inte att läsa som text"),
        (b"namn;kommun\nDemo;Norsj\xc3\xb6\n", "Kolumnen e-post saknas"),
        (b"a;b\n1;2\n", "Kolumnen organisation och e-post saknas"),
        (b"organisation;e-post\n", "inga rader"),
        (b"organisation;e-post\n" + b"x" * (2 * 1024 * 1024), "större än 2 MB"),
        (b"organisation;e-post\n" + b"Demo;d@exempel.example\n" * 5_001, "fler än 5000 rader"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        invitation_file.parse(data, PLACES)


def test_a_workbook_is_read_as_the_same_file_in_csv() -> None:
    heading, *lines = [line.split(";") for line in FILE.splitlines()]
    assert invitation_file.parse(xlsx_bytes(heading, lines), PLACES) == invitation_file.parse(FILE.encode(), PLACES)


def test_a_row_that_cannot_be_read_holds_up_no_other() -> None:
    parsed = invitation_file.parse(b"organisation;e-post\nDemo;d@exempel.example\nTre;t@exempel.example;mer\n", PLACES)
    assert [row.organisation for row in parsed.good] == ["Demo"]
    assert [(row.row, row.faults[0][0], row.cells) for row in parsed.bad] == [(3, "raden", ["Tre", "t@exempel.example", "mer"])]


def upload(visitor: Browser, world: World, content: bytes, name: str = "lista.csv") -> Browser:
    visitor.get(f"/r/{world.region.slug}/employer-needs/omgangar/{world.round.id}/bjud-in")
    fields = dict(visitor.form().fields)
    return visitor.post(visitor.url, {**fields, "file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_file_is_looked_at_confirmed_and_read_again_without_doubles(world: World, strategist: Browser) -> None:
    upload(strategist, world, FILE.encode())
    assert "Stämmer innehållet?" in strategist.text
    assert "Rad 6 organisationsnummer" in strategist.text
    assert "Omgången är öppen, så inbjudningarna skickas genast." in strategist.text
    assert world.rows(Invitation) == []
    strategist.submit()
    assert "3 nya arbetsgivare är inlagda." in strategist.text
    drain()
    assert invited() == ["ett@exempel.example", "två@exempel.example", "tre@exempel.example"]
    upload(strategist, world, FILE.encode())
    assert "Redan inbjudna 3" in strategist.text
    upload(strategist, world, FILE.replace("Demo Fem;123;inte en adress;Atlantis", "Demo Fem;;fem@exempel.example;Norsjö").encode())
    strategist.submit()
    assert "1 ny arbetsgivare är inlagd." in strategist.text
    drain()
    assert invited()[3:] == ["fem@exempel.example"]
    assert len(world.rows(Invitation)) == 4


def test_bad_rows_come_back_as_a_file(world: World, strategist: Browser) -> None:
    upload(strategist, world, (FILE + "=cmd();;nej;\n").encode())
    found = world.only(InvitationImport)
    response = strategist.client.get(f"/r/{world.region.slug}/employer-needs/omgangar/{world.round.id}/bjud-in/{found.id}/fel.csv")
    lines = response.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert lines[0] == "Rad;Fel;Kolumn 1;Kolumn 2;Kolumn 3;Kolumn 4"
    assert lines[1].startswith("5;organisation: Namnet saknas.;;;fyra@exempel.example")
    assert lines[-1].startswith("9;")
    assert ";'=cmd();" in lines[-1]


def test_refused_file_says_why_at_the_field(world: World, strategist: Browser) -> None:
    upload(strategist, world, b"a;b\n1;2\n")
    assert strategist.status == 422
    assert "Kolumnen organisation och e-post saknas" in strategist.text
    assert "<title>Fel:" in strategist.page
    strategist.submit({})
    assert "Välj en fil." in strategist.text


def test_file_confirmed_twice_is_told_so(world: World, strategist: Browser) -> None:
    upload(strategist, world, FILE.encode())
    address, fields = strategist.url, dict(strategist.form().fields)
    strategist.submit()
    strategist.post(address, {**fields, "submission_key": "another-key"})
    assert strategist.status == 409
    assert "Filen är redan inläst." in strategist.text
    assert len(world.rows(Invitation)) == 3


def test_sending_again_mails_nobody_twice(world: World) -> None:
    world.invite()
    for occasion in ("one", "two"):
        with atomic(), world.inside():
            invitations.request_sending(region=world.region, survey_round=world.round, occasion=occasion)
        drain()
    assert invited() == ["hr1@exempel.example"]
    (mail,) = db.session.execute(select(Mail).where(Mail.kind == "employer_needs.invitation")).scalars()
    assert world.link(world.only(Invitation)) in mail.body
    assert "http://127.0.0.1:8000/r/" in mail.body
    assert "allmän handling" in mail.body


def test_closed_round_mails_nobody(world: World) -> None:
    world.invite()
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        invitations.request_sending(region=world.region, survey_round=world.round, occasion="late")
    drain()
    assert invited() == []
    assert world.only(Invitation).sent_at is None


def test_reminder_has_the_same_link_and_waits_its_days(world: World, strategist: Browser) -> None:
    waiting = world.invite()
    lately = world.invite("Nyss Demo AB", number=2)
    done = world.invite("Klar Demo AB", number=3)
    with atomic(), world.inside():
        for invitation, days in ((waiting, 8), (lately, 2), (done, 20)):
            invitation.sent_at = utcnow() - timedelta(days=days)
        done.answered_at = utcnow()
    address = f"/r/{world.region.slug}/employer-needs/omgangar/{world.round.id}"
    strategist.get(address)
    assert "Påminn 1 arbetsgivare" in strategist.text
    form = next(form for form in strategist.forms if form.action.endswith("/pamin"))
    strategist.post(form.action, dict(form.fields))
    assert "En påminnelse skickas nu." in strategist.text
    drain()
    (mail,) = db.session.execute(select(Mail).where(Mail.kind == "employer_needs.reminder")).scalars()
    assert mail.recipient == "hr1@exempel.example"
    assert world.link(waiting) in mail.body
    strategist.get(address)
    assert "Påminn" not in [label for _href, label in strategist.links]
    assert "Påminnelser kan skickas tidigast 7 dagar efter förra mejlet." in strategist.text


@pytest.mark.requirement("S5")
def test_files_of_other_rounds_and_regions_are_not_found(world: World, strategist: Browser) -> None:
    other = open_world(world.make)
    with atomic(), other.inside():
        parsed = invitation_file.parse(FILE.encode(), PLACES)
        foreign = invitations.store_import(region=other.region, survey_round=other.round, parsed=parsed, filename="x.csv", actor=None)
    with atomic(), world.inside():
        second = rounds.create_round(region=world.region, title="Andra", opens_on=today(), closes_on=today())
        own = invitations.store_import(region=world.region, survey_round=world.round, parsed=parsed, filename="y.csv", actor=None)
    base = f"/r/{world.region.slug}/employer-needs/omgangar"
    assert strategist.get(f"{base}/{other.round.id}/bjud-in/{foreign.id}").status == 404
    assert strategist.get(f"{base}/{world.round.id}/bjud-in/{foreign.id}").status == 404
    assert strategist.get(f"{base}/{second.id}/bjud-in/{own.id}").status == 404
    assert strategist.get(f"{base}/{world.round.id}/bjud-in/{own.id}").status == 200


def test_old_files_are_forgotten(world: World) -> None:
    with atomic(), world.inside():
        parsed = invitation_file.parse(FILE.encode(), PLACES)
        old = invitations.store_import(region=world.region, survey_round=world.round, parsed=parsed, filename="gammal.csv", actor=None)
        old.created_at = utcnow() - timedelta(days=8)
        invitations.store_import(region=world.region, survey_round=world.round, parsed=parsed, filename="ny.csv", actor=None)
        assert invitations.clear_old_imports(region=world.region) == 1
    assert world.only(InvitationImport).filename == "ny.csv"
