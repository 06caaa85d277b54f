"""Broken on purpose."""

from pydantic import BaseModel, Field

from core.plugins import Plugin


class Settings(BaseModel):
    reach: int = 5
    sender: str = Field(description="Vem som skickar.")


class NoDescription(Plugin):
    name = "no_description_setting"
    title = "Utan beskrivning"
    settings = Settings


plugin = NoDescription()
