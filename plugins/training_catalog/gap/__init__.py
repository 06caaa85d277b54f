"""The gap between what is needed and what is offered: needs with the educations that answer them, and what nobody asked for."""
