"""Ideas on the way to an application: partners, budget, co-financing, decision."""
