"""Whom a round asks and what becomes of it: choosing from the register, handing over, declining, reminders by schedule, calls, rates."""
