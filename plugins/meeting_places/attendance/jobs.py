"""What happens by itself: participant lists are thrown away when their time is out."""

from __future__ import annotations

from core.plugins import Job
from plugins.meeting_places.attendance.lists import clear_lists

JOBS = [Job("meeting_places.clear_attendance_lists", clear_lists, every="50 3 * * *")]
