"""Study visits and practice days that employers offer and schools book."""
