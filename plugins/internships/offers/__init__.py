"""Places that employers offer, their supervisors and quotas."""
