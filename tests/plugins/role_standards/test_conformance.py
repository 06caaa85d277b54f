"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.role_standards.adoption import service as adoption
from plugins.role_standards.adoption.models import AdoptionStatus
from plugins.role_standards.drafting import service as drafting
from plugins.role_standards.drafting.models import PartField
from plugins.role_standards.referral import queries as referrals
from plugins.role_standards.standards import climbing
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.titles import service as titles

from .made import a_draft, a_referral, a_requirement, a_standard, a_watched, an_answer, token_of


class TestConformance(PluginConformance):
    plugin = "role_standards"
    recorded = (
        "role_standards.adoption_table",
        "role_standards.titles_table",
        "role_standards.referral_table",
        "role_standards.referral_summary",
    )
    lists = (
        "role_standards.standards",
        "role_standards.referrals",
        "role_standards.titles",
        "role_standards.confirm_titles",
        "role_standards.watched",
    )

    def objects(self, make: Factory, region: Region) -> Values:
        held = a_standard(region)
        above = a_standard(region, "Förskollärare")
        step = climbing.save_step(region=region, below=held, above=above, requires="Förskollärarexamen")
        place = municipalities(region)[0].code
        facts = {"status": AdoptionStatus.ADOPTED, "since": None, "decision": "§ 3", "reason": ""}
        adoption.say(region=region, standard=held, municipality_code=place, facts=facts)
        _draft, version = a_draft(region, "Elevassistent")
        requirement = a_requirement(region, version, "Bemötande")
        proposal = drafting.propose(
            region=region, version=version, part=PartField.TASKS, requirement=None, after="Stödjer elever", reason="Tydligare", by=None
        )
        _other, sent = a_draft(region, "Stödassistent")
        referral = a_referral(region, sent)
        an_answer(region, referral)
        asked = referrals.consulted_of(referral)
        titles.add(region=region, municipality_code=place, titles=["Barnskötare, natt", "Barnskötare, dag"])
        title = titles.find(region, place, "Barnskötare, dag")
        assert title is not None
        watched = a_watched(region, held)
        one, of_version, of_referral = {"standard_id": held.id}, {"version_id": version.id}, {"referral_id": referral.id}
        pages = ("standard", "edit_standard", "begin_draft", "withdraw_standard", "compare_versions", "new_step", "adoption")
        drafts = ("version", "edit_version", "agree_version", "new_requirement", "propose", "comment", "new_referral")
        sending = ("referral", "edit_referral", "referral_asked", "send_referral", "remind_referral", "close_referral")
        held_version = standards.in_force(held)
        assert held_version is not None
        return {
            **{f"role_standards.{page}": one for page in pages},
            **{f"role_standards.{page}": of_version for page in drafts},
            **{f"role_standards.{page}": of_referral for page in sending},
            **{
                f"role_standards.{page}": {**of_version, "requirement_id": requirement.id}
                for page in ("edit_requirement", "remove_requirement", "move_requirement")
            },
            "role_standards.version_file": {"version_id": held_version.id, "form": "docx"},
            "role_standards.remove_step": {**one, "step_id": step.id},
            "role_standards.adoption_table": {**one, "form": "csv"},
            "role_standards.say_adoption": {**one, "code": place},
            "role_standards.proposal": {"proposal_id": proposal.id},
            "role_standards.remove_asked": {**of_referral, "consulted_id": asked[1].id},
            "role_standards.answer_own_referral": {**of_referral, "consulted_id": asked[0].id},
            "role_standards.referral_table": {**of_referral, "form": "csv"},
            "role_standards.referral_summary": {**of_referral, "form": "docx"},
            "role_standards.answer_referral": {"token": token_of(asked[0])},
            "role_standards.edit_title": {"title_id": title.id},
            "role_standards.remove_title": {"title_id": title.id},
            "role_standards.edit_watched": {"watched_id": watched.id},
            "role_standards.remove_watched": {"watched_id": watched.id},
            "role_standards_api.role_standard": one,
            "role_standards_api.role_standard_adoption": one,
            "role_standards_api.say_role_standard_adoption": {**one, "municipality_code": place},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        place = municipalities(region)[0].code
        titles.add(region=region, municipality_code=place, titles=[f"Barnskötare {count} {number}" for number in range(count)])
        for number in range(count):
            held = a_standard(region, f"Roll {count} {number}")
            a_watched(region, held, title=f"Krav {count} {number}")
            _draft, version = a_draft(region, f"Utkast {count} {number}")
            a_referral(region, version)
