"""Projects: partners, budget, costs, work packages, indicators."""
