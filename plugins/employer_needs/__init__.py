"""Employers say once, in words of their own, what competence they need; the region sees it the same minute."""
