"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.distance_learning.centres.models import Equipment as Equipment
from plugins.distance_learning.centres.models import LearningCentre as LearningCentre
from plugins.distance_learning.centres.models import Room as Room
from plugins.distance_learning.centres.models import SelfCheck as SelfCheck
from plugins.distance_learning.cohorts.models import Cohort as Cohort
from plugins.distance_learning.cohorts.models import CohortOutcome as CohortOutcome
from plugins.distance_learning.cohorts.models import Interest as Interest
from plugins.distance_learning.cohorts.models import Pledge as Pledge
from plugins.distance_learning.exams.models import ExamBooking as ExamBooking
from plugins.distance_learning.exams.models import ExamSlot as ExamSlot
from plugins.distance_learning.publishing.models import DistanceCourse as DistanceCourse
from plugins.distance_learning.publishing.models import Receiving as Receiving
from plugins.distance_learning.rooms.models import RoomBooking as RoomBooking
from plugins.distance_learning.support.models import CheckList as CheckList
from plugins.distance_learning.support.models import GroupMember as GroupMember
from plugins.distance_learning.support.models import StudyGroup as StudyGroup
from plugins.distance_learning.support.models import SupportBooking as SupportBooking
from plugins.distance_learning.support.models import SupportSlot as SupportSlot
