"""Roles that organisations agree on (*gemensamma yrkesroller*): standards, their drafting, referral and adoption, and local titles."""
