"""Public records and personal data: what is kept about whom and why, how long, who may be shown what."""
