"""All tables of the plugin; they stand in the folders of their features, and the loader finds them here."""

from __future__ import annotations

from plugins.meeting_places.attendance.models import Attendance as Attendance
from plugins.meeting_places.attendance.models import AttendanceLine as AttendanceLine
from plugins.meeting_places.attendance.models import AttendanceList as AttendanceList
from plugins.meeting_places.exchange.models import Mark as Mark
from plugins.meeting_places.exchange.models import Post as Post
from plugins.meeting_places.feedback.models import FeedbackAnswer as FeedbackAnswer
from plugins.meeting_places.feedback.models import FeedbackForm as FeedbackForm
from plugins.meeting_places.meetings.models import Meeting as Meeting
from plugins.meeting_places.meetings.models import MeetingTheme as MeetingTheme
from plugins.meeting_places.meetings.models import ProgrammeSession as ProgrammeSession
from plugins.meeting_places.registration.models import MeetingInvitation as MeetingInvitation
from plugins.meeting_places.registration.models import Registration as Registration
from plugins.meeting_places.series.models import MeetingPlace as MeetingPlace
from plugins.meeting_places.series.models import MeetingPlaceCounty as MeetingPlaceCounty
from plugins.meeting_places.series.models import MeetingPlaceOrganiser as MeetingPlaceOrganiser
from plugins.meeting_places.series.models import MeetingPlaceTheme as MeetingPlaceTheme
from plugins.meeting_places.series.models import Theme as Theme
from plugins.meeting_places.solutions.models import Solution as Solution
from plugins.meeting_places.solutions.models import SolutionTheme as SolutionTheme
from plugins.meeting_places.solutions.models import SolutionUse as SolutionUse
