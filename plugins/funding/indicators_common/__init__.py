"""The fund's common indicators: how many participants of which kind began, and what came of it for those who left."""
