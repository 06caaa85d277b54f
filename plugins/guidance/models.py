"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.guidance.adapted.models import AdaptedNeed as AdaptedNeed
from plugins.guidance.adapted.models import Checklist as Checklist
from plugins.guidance.adapted.models import ChecklistStep as ChecklistStep
from plugins.guidance.employers.models import EmployerProfile as EmployerProfile
from plugins.guidance.employers.models import OpenHouse as OpenHouse
from plugins.guidance.modules.models import Module as Module
from plugins.guidance.modules.models import ModuleProgress as ModuleProgress
from plugins.guidance.modules.models import ModuleStep as ModuleStep
from plugins.guidance.modules.models import StepProgress as StepProgress
from plugins.guidance.prospects.models import Prospect as Prospect
from plugins.guidance.texts.models import GuidanceText as GuidanceText
from plugins.guidance.visits.models import Visit as Visit
from plugins.guidance.visits.models import VisitBooking as VisitBooking
from plugins.guidance.workspace.models import Shortlist as Shortlist
from plugins.guidance.workspace.models import ShortlistItem as ShortlistItem
