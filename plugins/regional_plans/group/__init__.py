"""The leadership group (*ledningsgrupp*) and its members."""
