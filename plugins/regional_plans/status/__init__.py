"""Status reports (*lägesrapporter*), by mailed link before each meeting."""
