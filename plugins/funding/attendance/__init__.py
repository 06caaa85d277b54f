"""Attendance (*närvaro*): hours per day, signed, corrected with history."""
