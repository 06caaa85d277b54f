"""The plan: vision, priorities, focus areas."""
