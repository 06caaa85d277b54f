"""Broken on purpose."""

from core.plugins import Plugin


class WrongApi(Plugin):
    name = "wrong_api"
    title = "Fel generation"
    api = 2


plugin = WrongApi()
