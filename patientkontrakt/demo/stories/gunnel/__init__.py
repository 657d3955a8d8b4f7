"""Gunnel, 82, heart failure: the region's main story, from the first plan to an utgåva she has yet to answer."""

from patientkontrakt.demo.stories.gunnel.life import tell

__all__ = ["tell"]
