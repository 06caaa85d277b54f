"""Broken on purpose."""

from flask import Blueprint

from core.plugins import Mount, Plugin, hookimpl


class ForeignTemplate(Plugin):
    name = "foreign_template"
    title = "Främmande mall"

    @hookimpl
    def register_blueprints(self):
        return [Mount(Blueprint("foreign_template", __name__, template_folder="templates"))]


plugin = ForeignTemplate()
