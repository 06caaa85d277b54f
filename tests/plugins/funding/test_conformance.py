"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from core.mailed_links import token_of
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.funding.attendance import service as attendance
from plugins.funding.calls import service as calls
from plugins.funding.ideas import mails
from plugins.funding.ideas import queries as ideas
from plugins.funding.monthly import service as months
from plugins.funding.monthly.columns import default, written
from plugins.funding.participants import service as participants
from plugins.funding.participants.service import LINK
from plugins.funding.projects import queries
from plugins.funding.registration.service import LINK as JOINING

from .made import (
    a_call,
    a_link,
    a_package,
    a_participant,
    a_partner,
    a_project,
    an_idea,
    an_indicator,
    asked,
    hours,
    record_of,
    registers,
    spend,
)

OF_REGISTER = ("participants", "new_participant", "attendance", "register_attendance", "paper_list", "months", "common_indicators",
               "registrations", "new_registration_link", "confirm_registrations", "number_readings")  # fmt: skip
OF_IDEA = ("idea", "edit_idea", "ask_partner", "idea_budget", "submit_idea", "drop_idea", "decide_idea")
OF_LINK = ("registration_link", "registration_paper", "close_registration_link")
OF_PERSON = ("participant", "edit_participant", "show_number", "sign_for", "mail_link", "certificate", "certificate_with_number")


class TestConformance(PluginConformance):
    plugin = "funding"
    lists = (
        "funding.calls", "funding.ideas", "funding.idea", "funding.projects",
        "funding.project", "funding.participants", "funding.attendance", "funding.months",
        "funding.month", "funding.common_indicators", "funding.registrations",
        "funding.number_readings", "funding_api.call_list", "funding_api.project_list",
    )  # fmt: skip
    recorded = ("funding.project_file", "funding.paper_list", "funding.certificate", "funding.common_indicators_file")

    personal_data: ClassVar[dict[str, str]] = {
        "funding_participant": "funding.participants", "funding_registration": "funding.registrations"
    }  # fmt: skip

    def objects(self, make: Factory, region: Region) -> Values:
        call, project = a_call(region), a_project(region)
        indicator = an_indicator(region, project)
        own = {"project_id": project.id}
        part = {**own, "kind": "package", "part_id": a_package(region, project).id}
        idea = an_idea(region)
        partner = asked(region, idea)
        person = a_participant(region, project)
        hours(region, project, [person], date(2026, 2, 3))
        months.write_columns(region=region, text=written(default()), version=0)
        link = a_link(region, project)
        received = registers(region, link)
        token = token_of(JOINING, link.seed)
        sent = months.send(region=region, project=project, month=date(2026, 2, 1), user=None)
        return {
            **{f"funding.{page}": {"call_id": call.id} for page in ("call", "edit_call", "withdraw_call", "watch_call")},
            **{f"funding.{page}": own for page in ("project", "edit_project", "move_project", "budget", "costs", "add_note")},
            "funding.new_part": {**own, "kind": "partner"},
            "funding.edit_part": part,
            "funding.remove_part": part,
            "funding.measure_indicator": {**own, "part_id": indicator.id},
            "funding_api.put_call": {"external_id": "prov-17"},
            "funding_api.one_call": {"call_id": call.id},
            "funding_api.one_project": own,
            "funding_api.report_outcome": {**own, "indicator_id": indicator.id},
            **{f"funding.{page}": {"idea_id": idea.id} for page in OF_IDEA},
            "funding.partner_answer": {"token": token_of(mails.LINK, partner.seed)},
            **{f"funding.{page}": own for page in OF_REGISTER},
            **{f"funding.{page}": {**own, "participant_id": person.id} for page in OF_PERSON},
            "funding.correct_attendance": {**own, "participant_id": person.id, "record_id": record_of(person).id},
            **{f"funding.{page}": {"token": token_of(LINK, person.seed)} for page in ("own_attendance", "own_certificate")},
            **{f"funding.{page}": {**own, "month": "2026-02"} for page in ("month", "send_month", "look_at_month")},
            **{f"funding.{page}": {"token": token} for page in ("join", "joined", "join_protected")},
            **{f"funding.{page}": {**own, "link_id": link.id} for page in OF_LINK},
            **{f"funding.{page}": {**own, "registration_id": received.id} for page in ("registration", "reject_registration")},
            "funding.month_file": {**own, "file_id": sent.id},
            "funding.common_indicators_file": {**own, "kind": "csv"},
            "funding.project_file": {**own, "what": "costs", "kind": "csv"},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            a_call(region, title=f"Utlysning {count}-{number}")
            an_idea(region, title=f"Idé {count}-{number}")
            project = a_project(region, title=f"Projekt {count}-{number}")
            for each in range(3):
                a_partner(region, project, name=f"Part {each}")
            spend(region, project, budget=100, m1=50)
        first = ideas.ideas(region, over=False).items[0].idea
        for number in range(count):
            asked(region, first, f"Part {number}", f"part{count}-{number}@test.samkraft.example")
        shown = queries.projects(region, ended=False).items[0].project
        people = [a_participant(region, shown, 200 * (count > 1) + each) for each in range(count)]
        for person in people:
            participants.show_number(region=region, project=shown, participant=person)
        link = a_link(region, shown, most=100)
        for each in range(count):
            registers(region, link, 200 * (count > 1) + each)
        for day in range(1, min(count, 9) + 1):
            hours(region, shown, people, date(2026, 2, day))

    def about(self, make: Factory, region: Region, user: Any) -> None:
        project, call = a_project(region), a_call(region)
        person = a_participant(region, project, email=user.email)
        hours(region, project, [person], date(2026, 2, 3))
        attendance.correct(region=region, project=project, row=record_of(person), hours=3.0, reason="Fel dag")
        attendance.sign(region=region, participant=person, rows=[record_of(person)])
        months.send(region=region, project=project, month=date(2026, 2, 1), user=user)
        participants.show_number(region=region, project=project, participant=person, user=user)
        asked(region, an_idea(region), email=user.email)
        registers(region, a_link(region, project), 5, email=user.email)
        calls.set_watch(region=region, call=call, user=user, wanted=True)
