"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.funding.attendance.models import AttendanceChange as AttendanceChange
from plugins.funding.attendance.models import AttendanceRecord as AttendanceRecord
from plugins.funding.calls.models import CallWatch as CallWatch
from plugins.funding.calls.models import FundingCall as FundingCall
from plugins.funding.ideas.models import IdeaBudgetLine as IdeaBudgetLine
from plugins.funding.ideas.models import IdeaPartner as IdeaPartner
from plugins.funding.ideas.models import ProjectIdea as ProjectIdea
from plugins.funding.monthly.models import ColumnSet as ColumnSet
from plugins.funding.monthly.models import MonthlyFile as MonthlyFile
from plugins.funding.participants.models import NumberReading as NumberReading
from plugins.funding.participants.models import Participant as Participant
from plugins.funding.projects.models import BudgetLine as BudgetLine
from plugins.funding.projects.models import Cost as Cost
from plugins.funding.projects.models import Project as Project
from plugins.funding.projects.models import ProjectIndicator as ProjectIndicator
from plugins.funding.projects.models import ProjectOutcome as ProjectOutcome
from plugins.funding.projects.models import ProjectPartner as ProjectPartner
from plugins.funding.projects.models import SteeringNote as SteeringNote
from plugins.funding.projects.models import WorkPackage as WorkPackage
from plugins.funding.registration.models import Registration as Registration
from plugins.funding.registration.models import RegistrationLink as RegistrationLink
