"""Broken on purpose."""

from core.plugins import Job, Plugin, hookimpl


class RegistersTwice(Plugin):
    name = "registers_twice"
    title = "Två gånger"

    @hookimpl
    def register_jobs(self):
        return [Job("registers_twice.work", print), Job("registers_twice.work", len)]


plugin = RegistersTwice()
