"""The portal: an ordinary OAuth client of our own server. What it shows, it got through the API."""

from patientkontrakt.portal.install import install

__all__ = ["install"]
