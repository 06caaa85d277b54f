"""The demo shows a role in each of its stages, and made again it adds nothing."""

from __future__ import annotations

from time import monotonic

from sqlalchemy import func, select

from core.db import atomic, db
from core.geo.places import municipalities
from core.testing.factories import Factory
from plugins.role_standards import demo
from plugins.role_standards.adoption.queries import counts
from plugins.role_standards.drafting.models import Proposal
from plugins.role_standards.referral.models import Consulted
from plugins.role_standards.standards.models import LadderStep
from plugins.role_standards.standards.queries import agreed
from plugins.role_standards.titles.models import LocalTitle, TitleState


def test_the_demo_of_a_large_region(make: Factory) -> None:
    codes = [code for code in sorted(municipalities()) if code.startswith("01")]
    region = make.region("demolan", plugins=["role_standards"], municipalities=codes)
    began = monotonic()
    for _again in range(2):
        with atomic(), make.inside(region, "role_standards"):
            demo.seed(region)
    assert monotonic() - began < 10
    with make.inside(region, "role_standards"):
        roles = {each.title: each for each in agreed(region)}
        assert list(roles) == ["Barnskötare", "Specialistundersköterska", "Undersköterska", "Vårdbiträde"]
        found = counts(region, roles["Barnskötare"])
        assert (found.municipalities, found.adopted, found.in_progress, found.deviates) == (len(codes), 9, 6, 1)

        def number(of: type[object], *where: object) -> int:
            return int(db.session.execute(select(func.count()).select_from(of).where(*where)).scalar_one())  # type: ignore[arg-type]

        assert number(Consulted) == len(codes)
        assert number(Consulted, Consulted.answered_at.is_not(None)) == len(codes) - len(codes) // 7
        assert (number(LadderStep), number(Proposal)) == (2, 2)
        assert (number(LocalTitle, LocalTitle.state == TitleState.IS), number(LocalTitle)) == (7, 13)


def test_a_small_region_gets_one_role(make: Factory) -> None:
    region = make.region("smatt", plugins=["role_standards"], municipalities=["2482", "2481"])
    with atomic(), make.inside(region, "role_standards"):
        demo.seed(region)
        assert [each.title for each in agreed(region)] == ["Undersköterska"]
