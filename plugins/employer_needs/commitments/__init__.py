"""What employers commit themselves to, and the letters of intent (*avsiktsförklaringar*) in which they sign it."""
