"""The command line: `kowane serve, say, voices, phonemize, doctor, tune, bench, assets`.

Exit codes: 0 done, 1 failed, 2 the command or its input was wrong, 130 interrupted. A failure is
one readable line on stderr, never a traceback. Each command is a module of its own, imported when
it is called, so that `--help` is quick.
"""

from __future__ import annotations

import sys

import typer

from kowane.errors import InputError, KowaneError, SettingsError

app = typer.Typer(
    name="kowane",
    help="Kokoro-82M text to speech on the computer you already have.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def main() -> None:
    """Entry point of the `kowane` command."""
    from kowane.cli import commands

    commands.register(app)
    try:
        app()
    except KowaneError as error:
        sys.stderr.write(f"kowane: {error}\n")
        sys.exit(2 if isinstance(error, InputError | SettingsError) else 1)
    except BrokenPipeError:
        # The reader of our output has left (`kowane voices | head`): nothing to report.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the edge of the process: nobody is left to tell
        if sys.flags.dev_mode:
            raise
        sys.stderr.write(
            f"kowane: internal error, {type(error).__name__}: {error}. Please report it; "
            "`python -X dev -m kowane …` shows where it happened.\n"
        )
        sys.exit(1)
