"""Employers that show themselves: profiles and open house days. Never rankings, never for sale."""
