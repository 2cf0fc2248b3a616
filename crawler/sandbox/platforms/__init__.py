"""The families of site software: one module each, found by listing this folder.

A module has a ``PROFILE``, the site that shows the family, and a ``FAMILY``, its :class:`~..platform.Platform`.
"""

import importlib
import pkgutil
from types import ModuleType


def families() -> dict[str, ModuleType]:
    """The modules by the names of their sites, in the order of their hosts."""
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {module.PROFILE.name: module for module in sorted(found, key=lambda module: module.PROFILE.turn)}
