"""Those who are to have a place: students and pupils, and what they wish."""
