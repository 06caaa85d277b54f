"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.internships.after.models import Attendance as Attendance
from plugins.internships.after.models import Contract as Contract
from plugins.internships.after.models import Evaluation as Evaluation
from plugins.internships.after.models import PlacementTask as PlacementTask
from plugins.internships.agreements.models import AgreementParty as AgreementParty
from plugins.internships.agreements.models import AgreementPromise as AgreementPromise
from plugins.internships.agreements.models import AgreementReview as AgreementReview
from plugins.internships.agreements.models import CooperationAgreement as CooperationAgreement
from plugins.internships.applicants.models import Applicant as Applicant
from plugins.internships.applicants.models import Preference as Preference
from plugins.internships.applicants.models import SelfFound as SelfFound
from plugins.internships.applicants.models import SpecialNeed as SpecialNeed
from plugins.internships.applicants.models import Wish as Wish
from plugins.internships.kinds.models import PlacementKindPolicy as PlacementKindPolicy
from plugins.internships.offers.models import OfferInvitation as OfferInvitation
from plugins.internships.offers.models import PlacementOffer as PlacementOffer
from plugins.internships.offers.models import Promise as Promise
from plugins.internships.offers.models import Quota as Quota
from plugins.internships.offers.models import Supervisor as Supervisor
from plugins.internships.periods.models import Cap as Cap
from plugins.internships.periods.models import PlacementPeriod as PlacementPeriod
from plugins.internships.requests.models import PlacementRequest as PlacementRequest
from plugins.internships.requests.models import RequestShare as RequestShare
from plugins.internships.rounds.models import MatchRun as MatchRun
from plugins.internships.rounds.models import Move as Move
from plugins.internships.rounds.models import Outcome as Outcome
from plugins.internships.rounds.models import Pin as Pin
from plugins.internships.rounds.models import Placement as Placement
