"""The group's meetings: agenda, minutes, decisions."""
