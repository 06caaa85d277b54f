"""Views of lists that a person has saved: a choice of filters and sorting, under a name."""
