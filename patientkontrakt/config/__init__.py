"""The settings: read once from the environment, every bad value named at once, then frozen."""

from patientkontrakt.config.problem import Problem, SettingsError
from patientkontrakt.config.settings import Settings
from patientkontrakt.config.table import SETTINGS, Setting

__all__ = ["SETTINGS", "Problem", "Setting", "Settings", "SettingsError"]
