"""Plugins: what they may offer, be asked and be told, and the host that calls them.

A plugin is a module or object with functions marked ``@hookimpl`` and named in
``opengov.hooks.specs``. Three kinds of hook exist: offers (asked once, answered with providers),
questions (asked about a record, able to hold it back) and news (told after the save).
"""

from opengov.hooks.host import LoadedPlugin, NamedFinding, PluginHost, PluginProblem
from opengov.hooks.specs import ReviewFinding, ReviewRequest, Weight, hookimpl

__all__ = [
    "LoadedPlugin",
    "NamedFinding",
    "PluginHost",
    "PluginProblem",
    "ReviewFinding",
    "ReviewRequest",
    "Weight",
    "hookimpl",
]
