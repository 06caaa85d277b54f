"""Actions (*insatser*), their owners and indicators."""
