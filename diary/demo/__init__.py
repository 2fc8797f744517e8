"""Five believable diaries of 90 days: today in, entries as a phone sends them."""

from diary.demo.archetypes import ARCHETYPES, Archetype, build

__all__ = ["ARCHETYPES", "Archetype", "build"]
