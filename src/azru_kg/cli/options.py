"""Gives a command an option for each setting: flag, variable, range and help from one table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from typing import Annotated

import typer

from azru_kg.settings import Setting, list_settings


def take_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with the settings as options, in the place of its `**settings`."""
    return take_some_settings(command, [setting.name for setting in list_settings()])


def take_some_settings(command: Callable[..., None], names: Collection[str]) -> Callable[..., None]:
    """Return a command with those of the settings that have these names as options."""
    own = inspect.signature(command, eval_str=True)
    kept = [each for each in own.parameters.values() if each.kind is not each.VAR_KEYWORD]
    added = [_make_parameter(each) for each in list_settings() if each.name in names]
    # Typer reads the options of a command from its signature.
    vars(command)["__signature__"] = own.replace(parameters=[*kept, *added])
    return command


def _make_parameter(setting: Setting) -> inspect.Parameter:
    about = setting.about
    option = typer.Option(
        envvar=setting.variable,
        metavar=about.metavar,
        help=about.help,
        min=about.least,
        max=about.most,
        show_default=about.default or True,
    )
    return inspect.Parameter(
        setting.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=setting.default,
        annotation=Annotated[setting.kind, option],
    )
