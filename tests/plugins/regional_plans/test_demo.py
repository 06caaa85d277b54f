"""The demo: a year of a plan, made by the services, with the days that it tells of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from core.clock import today
from core.db import atomic, db, utcnow
from core.mail.models import Mail
from core.testing.factories import Factory
from plugins.regional_plans import demo
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.meetings.models import Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans import queries
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.report.models import AnnualReport
from plugins.regional_plans.status.models import StatusReport

SEEN = ["2380", "2321", "2326"]


def test_a_year_of_the_plan_is_made_once(make: Factory) -> None:
    region = make.region(demo.REGION, plugins=["regional_plans"], municipalities=SEEN)
    with make.inside(region, "regional_plans"):
        with atomic():
            demo.seed(region)
        plan = db.session.execute(select(Plan)).scalar_one()
        whole = queries.whole(region, plan.id)
        assert plan.status == PlanStatus.IN_FORCE
        assert (len(whole.priorities), len(whole.actions), len({each.owner for each in whole.actions})) == (4, 18, 9)
        first = plan.first_year
        held = select(GroupMeeting).where(GroupMeeting.status == MeetingStatus.HELD).order_by(GroupMeeting.starts_at)
        rows = db.session.execute(held).scalars().all()
        of_first = [row for row in rows if row.starts_at.year == first]
        assert len(of_first) == 6
        assert all(row.adjusted_on is not None for row in rows)
        reports = db.session.execute(select(StatusReport)).scalars().all()
        assert all(row.reported_at.year in (first, first + 1) for row in reports)
        assert sum(row.reported_at < utcnow() - timedelta(days=1) for row in reports) > 150
        assert len({row.status for row in reports}) == 4
        amending = db.session.execute(select(func.count(Decision.id)).where(Decision.amends_id.is_not(None))).scalar_one()
        assert amending == 1
        coming = db.session.execute(select(GroupMeeting).where(GroupMeeting.starts_at > utcnow())).scalar_one()
        assert coming.starts_at.date() == today() + timedelta(days=9)
        assert db.session.execute(select(AnnualReport)).scalar_one().year == first
        mails = select(func.count(Mail.id)).where(Mail.kind == "regional_plans.status_ask")
        assert db.session.execute(mails).scalar_one() == 9  # of the coming meeting alone
        under = select(Decision.item_id).where(Decision.item_id.is_(None))
        assert db.session.execute(under).scalars().all() == []
        with atomic():
            demo.seed(region)
        assert db.session.execute(select(func.count(Action.id))).scalar_one() == 18


def test_other_regions_get_none_of_it(make: Factory) -> None:
    region = make.region("annan", plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        demo.seed(region)
        assert db.session.execute(select(func.count(Plan.id))).scalar_one() == 0
