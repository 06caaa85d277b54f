"""The plugin's one blueprint. The pages of each feature hang on it; `pages.py` names their modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("role_standards", __name__, template_folder="templates", static_folder=None)
MAX_ID = 2**31 - 1
