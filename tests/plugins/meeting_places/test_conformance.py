"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from typing import Any

from core.db import db, utcnow
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.meeting_places.attendance.models import AttendanceLine, AttendanceList
from plugins.meeting_places.exchange.models import Mark, MarkKind, Post, PostStatus
from plugins.meeting_places.feedback import service as feedback
from plugins.meeting_places.feedback.models import InWork
from plugins.meeting_places.registration import service as registration
from plugins.meeting_places.registration.models import MeetingInvitation
from plugins.meeting_places.solutions import mails
from plugins.meeting_places.solutions import service as solutions

from . import organised
from .made import a_meeting, a_solution, a_theme, an_organisation, somebody, was_there


class TestConformance(PluginConformance):
    plugin = "meeting_places"
    lists = (
        "meeting_places.meetings",
        "meeting_places.all_series",
        "meeting_places.manage",
        "meeting_places.participants",
        "meeting_places.attendance",
        "meeting_places.invitations",
        "meeting_places.questions",
        "meeting_places.moderate_questions",
        "meeting_places.solutions",
        "meeting_places.own_solutions",
        "meeting_places.check_solutions",
        "meeting_places.statistics",
        "meeting_places.reached",
        "meeting_places_api.meeting_list",
        "meeting_places_api.solution_list",
    )
    recorded = (
        "meeting_places.participants_file",
        "meeting_places.needs",
        "meeting_places.feedback_file",
        "meeting_places.statistics_file",
    )

    def objects(self, make: Factory, region: Region) -> Values:
        from core import mailed_links

        theme = a_theme(region)
        owner = an_organisation(region)
        held = a_meeting(region, days=-1)
        person, token = somebody(held)
        was_there(person)
        feedback.answer(region=region, meeting=held, registration=person, useful=4, in_work=InWork.YES, more="Mer tid.", answers=[])
        post = Post(region_id=region.id, meeting_id=held.id, text="Hur gör ni?", status=PostStatus.SHOWN)
        db.session.add(post)
        db.session.flush()
        shown = a_solution(region, owner)
        mails.ask(region, shown)
        waits = a_solution(region, owner, published=False, title="En till")
        solutions.submit(region=region, solution=waits)
        used = solutions.say_used(region=region, solution=shown, organisation=an_organisation(region, "Grannkommunen"))
        of_meeting = (
            "meeting",
            "questions",
            "ask_question",
            "moderate_questions",
            "feedback",
            "feedback_file",
            "feedback_questions",
            "ask_feedback",
            "close_feedback",
        )
        of_post = ("answer_question", "vote_question", "report_post", "show_post", "hide_post")
        of_solution = ("solution", "edit_solution", "withdraw_solution", "confirm_solution", "use_solution")
        return {
            **{f"meeting_places.{page}": {"meeting_id": held.id} for page in of_meeting},
            **{f"meeting_places.{page}": {"meeting_id": held.id, "post_id": post.id} for page in of_post},
            **{f"meeting_places.{page}": {"solution_id": shown.id} for page in of_solution},
            **organised.objects(region, owner, held, person, token),
            "meeting_places.theme_feed": {"theme_id": theme.id},
            "meeting_places_api.one_meeting": {"meeting_id": held.id},
            "meeting_places_api.one_solution": {"solution_id": shown.id},
            "meeting_places.check_solution": {"solution_id": waits.id},
            "meeting_places.stop_using": {"solution_id": shown.id, "organisation_id": used.organisation_id},
            "meeting_places.confirm_by_link": {"token": mailed_links.token_of(mails.PURPOSE, shown.confirm_seed)},
            "meeting_places.questions_by_link": {"token": token},
            "meeting_places.give_feedback": {"token": token},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        from sqlalchemy import select

        from plugins.meeting_places.meetings.models import Meeting

        held = db.session.execute(select(Meeting).where(Meeting.region_id == region.id).order_by(Meeting.id)).scalars().first()
        for number in range(count):
            a_meeting(region, f"Möte {count}-{number}")
            owner = an_organisation(region, f"Kommun {count}-{number}")
            made = a_solution(region, owner, title=f"Lösning {count}-{number}")
            waits = a_solution(region, owner, published=False, title=f"Väntar {count}-{number}")
            solutions.submit(region=region, solution=waits)
            solutions.say_used(region=region, solution=made, organisation=an_organisation(region, f"Granne {count}-{number}"))
            if held is not None:
                person, _token = somebody(held, f"p{count}-{number}@test.samkraft.example")
                was_there(person)
                post = Post(
                    region_id=region.id,
                    meeting_id=held.id,
                    registration_id=person.id,
                    text="Hur?",
                    shows_name=True,
                    status=PostStatus.SHOWN,
                )
                db.session.add(post)
                db.session.flush()
                db.session.add(Mark(region_id=region.id, post_id=post.id, kind=MarkKind.VOTE, registration_id=person.id))
                db.session.flush()

    def payloads(self, make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        return {"meeting_places.tell_all": {"meeting_id": a_meeting(region, "Flyttat möte", revision=1).id}}

    def about(self, make: Factory, region: Region, user: Any) -> None:
        held = a_meeting(region, days=-1)
        person, _token = somebody(held, user.email)
        was_there(person)
        organised.a_list(region, held, f"Demo Person;{user.email};{organised.times(held, 0, 60)}")
        soon = a_meeting(region, "Snart")
        registration.invite(region=region, meeting=soon, addresses=[user.email])
        feedback.answer(region=region, meeting=held, registration=person, useful=4, in_work=None, more="", answers=[])
        post = Post(region_id=region.id, meeting_id=held.id, user_id=user.id, text="Hur?", status=PostStatus.SHOWN)
        db.session.add(post)
        db.session.flush()
        db.session.add(Mark(region_id=region.id, post_id=post.id, kind=MarkKind.REPORT, user_id=user.id, reason="Fel"))
        a_solution(region, contact_email=user.email)
        db.session.add(MeetingInvitation(region_id=region.id, meeting_id=held.id, email=user.email, seed="0" * 32, token_hash="0" * 64))
        read_in = AttendanceList(region_id=region.id, meeting_id=held.id, expires_at=utcnow())
        db.session.add(read_in)
        db.session.flush()
        db.session.add(AttendanceLine(region_id=region.id, list_id=read_in.id, number=1, name=user.name, email=user.email))
        db.session.flush()
