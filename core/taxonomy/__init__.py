"""Occupations (SSYK 2012, JobTech Taxonomy) and skills: import, search, and the words people use for them."""
