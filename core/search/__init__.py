"""Finding things by text: one full-text index for every plugin, and typeahead over short phrases."""
