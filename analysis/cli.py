"""The command line: one command for each stage. Make calls it and nothing else."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from analysis.build import locking, stages
from analysis.contribute.questions import FIGURE, SOURCE, flag
from analysis.model.errors import BadInput, RenderFailed, ValidationFailed
from analysis.model.paths import Project
from analysis.model.progress import Progress

EXIT_CODES = """\b
exit codes:
  0  done
  1  a check failed: validation, rendering, or what is committed is not up to date
  2  the input is wrong: data/raw or a chapter, or the command is misspelt
"""


@dataclass
class Session:
    """What one run of the command line knows."""

    progress: Progress = field(default_factory=Progress)
    verbose: bool = False


def _verbose(context: click.Context, _: click.Parameter, given: bool) -> None:
    # Before or after the command: said once is enough.
    if given:
        context.find_object(Session).verbose = True  # type: ignore[union-attr]
        logging.getLogger().setLevel(logging.DEBUG)


VERBOSE = click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_verbose,
    help="Show details and tracebacks.",
)  # fmt: skip
RENDERER = click.option(
    "--renderer", type=click.Choice(["auto", "quarto", "embedded"]), default="auto",
    envvar="RENDERER", show_envvar=True, help="auto: Quarto where it is found.",
)  # fmt: skip
FEWER = click.option(
    "--fewer", is_flag=True,
    help="Accept that fewer provinces are known than in the tables until now.",
)  # fmt: skip


@click.group(epilog=EXIT_CODES, context_settings={"max_content_width": 100})
@VERBOSE
def top() -> None:
    """Tỉnh Số: from printed figures to a book of pages."""


def command(alone: bool = False) -> Callable[[Callable[..., int | None]], click.Command]:
    """A command of the name of its function, which gets the project and who reports progress.

    ``alone``: it writes tables or pages, or reads them whole, so that one such command runs at a
    time, and only when what an interrupted one had begun is finished.
    """

    def made(function: Callable[..., int | None]) -> click.Command:
        @click.pass_obj
        def run(session: Session, /, **options: Any) -> int:
            project, progress = Project.find(), session.progress
            with locking.alone(project, progress) if alone else nullcontext():
                return function(project, progress, **options) or 0

        said = function.__doc__
        options = getattr(function, "__click_params__", [])
        run.__click_params__ = options  # type: ignore[attr-defined]
        return top.command(function.__name__.strip("_"), help=said, short_help=said)(VERBOSE(run))

    return made


@command(alone=True)
@FEWER
def clean(project: Project, progress: Progress, fewer: bool) -> None:
    """Build data/clean from data/raw, validated; nothing is written if a check fails."""
    stages.clean_and_validate(project, progress, fewer)


@command(alone=True)
def validate(project: Project, progress: Progress) -> None:
    """Check data/clean as it stands."""
    stages.validate_committed(project, progress)


@command(alone=True)
@RENDERER
def render(project: Project, progress: Progress, renderer: Any) -> None:
    """Run the notebooks and write the pages to _site."""
    from analysis.publish import render as rendering

    rendering.render(project, renderer, progress)
    _say_where(project, progress)


@command(alone=True)
@RENDERER
@FEWER
def _all(project: Project, progress: Progress, renderer: Any, fewer: bool) -> None:
    """Clean, validate and render: everything that changed since the last time."""
    stages.everything(project, renderer, progress, fewer)
    _say_where(project, progress)


@command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def check(project: Project, progress: Progress, file: Path | None) -> int:
    """Check data/raw and the chapters, or one file of them, in a second; nothing is written."""
    from analysis.contribute.check import check as checked

    return checked(project, file, progress)


def _named(_: click.Context, __: click.Parameter, pairs: Sequence[str]) -> dict[str, str]:
    named = {}
    for pair in pairs:
        header, sign, meaning = pair.rpartition("=")
        if not (sign and header):
            raise click.BadParameter(f'{pair} is not of the form "HEADER=INDICATOR"')
        named[header] = meaning
    return named


@command(alone=True)
@click.option(
    "--table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add all figures of a table, a CSV or XLSX file. The options for a figure then say what "
    "is the same in all rows.",
)
@click.option(
    "--sheet", default="", metavar="NAME", help="Sheet of an XLSX file, if not the first."
)
@click.option(
    "--place",
    default="",
    metavar="HEADER",
    help="Column of the provinces, if their names do not tell.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_named,
    metavar="HEADER=INDICATOR",
    help="What a column is: a code of indicators.csv, or a column of data/raw/observations. Not "
    "needed where the header is one of these, or the name of an indicator. Repeatable.",
)
@click.option("--ignore", multiple=True, metavar="HEADER", help="Leave a column out. Repeatable.")
@click.option(
    "--skip-row",
    "skip",
    multiple=True,
    type=int,
    metavar="N",
    help="Leave a row of the file out: a title, a total. Repeatable.",
)
@click.option(
    "--decimal-mark",
    "mark",
    type=click.Choice([".", ","]),
    default=".",
    show_default=True,
    help="Mark that the source prints before decimals, for numbers of an XLSX file.",
)
@click.option(
    "--sources",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="New sources of a table, in the columns of sources.csv.",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
def add(
    project: Project,
    progress: Progress,
    table: Path | None,
    sheet: str,
    place: str,
    columns: dict[str, str],
    ignore: Sequence[str],
    skip: Sequence[int],
    mark: str,
    sources: Path | None,
    yes: bool,
    **given: str | None,
) -> int:
    """Add a figure, or a table of them, to data/raw: shown and checked, then written if you agree.

    Without --table it asks for what is not given.
    """
    from analysis.contribute import add as adding
    from analysis.contribute.spreadsheet import File, heading

    def ask(question: str, default: str) -> str:
        return input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default

    of = None
    if table:
        named = columns | ({place: "province"} if place else {})
        file = File(table, sheet, skip, [heading(header) for header in ignore], mark)
        of = adding.Table(file, {heading(h): meaning for h, meaning in named.items()}, sources)
    elif any((sheet, place, columns, ignore, skip, sources)):
        raise click.UsageError(
            "--sheet, --place, --column, --ignore, --skip-row and --sources need --table"
        )
    known = {column: text for column, text in given.items() if text is not None}
    asked = sys.stdin.isatty()
    entry = adding.check(project, known, ask if asked else None, progress, of)
    click.echo(entry.said)
    if not entry.count:
        return 0
    rows = f"{entry.count} row{'s' * (entry.count > 1)}"
    if not yes and not asked:
        click.echo(f"Nothing was written: nobody can be asked here. Add --yes to write {rows}.")
        return 1
    if not yes and not click.confirm(f"write {rows}?"):
        click.echo("Nothing was written.")
        return 1
    adding.write(entry)
    click.echo(entry.changes, nl=False)
    click.echo(
        f"\n{rows} written. Run `make site`, look at the page, and commit data/raw together with\n"
        "data/clean and book/statements.csv."
    )
    return 0


# An option for each column, such as --value for value_as_printed.
for column, what in {**FIGURE, **SOURCE, "source_note": "remark on the source"}.items():
    add.params.append(click.Option([flag(column), column], help=what, metavar="…"))


@command()
@click.argument("revision", default="HEAD")
def changes(project: Project, progress: Progress, revision: str) -> None:
    """Say what data/raw changes in the published numbers and sentences since a git revision."""
    from analysis.contribute import changes as changing

    said = changing.since(project, revision, lambda step: click.echo(step, err=True))
    click.echo(said, nl=False)


@command(alone=True)
def verify(project: Project, progress: Progress) -> int:
    """Tell whether data/clean and book/statements.csv are what data/raw and the chapters give."""
    different = stages.out_of_date(project, progress)
    for line in different:
        click.echo(line, err=True)
    if different:
        click.echo("Run `make site`, look at what changes, and commit the result.", err=True)
        return 1
    progress("data/clean and book/statements.csv are up to date")
    return 0


@command(alone=True)
def prepare(project: Project, progress: Progress) -> None:
    """What a bare `quarto render` runs before it: clean, validate, and run the notebooks."""
    from analysis.publish import bare

    stages.clean_and_validate(project, progress)
    bare.before(project, progress)


@command(alone=True)
def finish(project: Project, progress: Progress) -> None:
    """What a bare `quarto render` runs after it: downloads, search, foot of the pages."""
    from analysis.publish import bare

    bare.after(project)


@command()
def quarto(project: Project, progress: Progress) -> int:
    """Try once to install Quarto into the environment."""
    from analysis.publish import quarto as program

    return int(program.install(project, progress) is None)


@command()
@click.option("--port", default=8000, show_default=True)
def watch(project: Project, progress: Progress, port: int) -> None:
    """Show the book while it is edited; what is saved is shown at once."""
    from analysis.build.watch import show

    show(project, port, progress)


@command()
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
def lab(project: Project, progress: Progress, more: tuple[str, ...]) -> None:
    """Open the chapters in JupyterLab; what follows, such as --allow-root, goes to it."""
    from analysis.build import jupyter

    jupyter.show(project, more)


lab.ignore_unknown_options = True


def _say_where(project: Project, progress: Progress) -> None:
    progress(f"done: {project.site / 'index.html'}")
    click.echo("        open it in a browser, or run: make preview")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.ERROR)
    session = Session()
    try:
        name = "python -m analysis"
        return top.main(arguments, name, obj=session, standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BadInput as error:
        problems = f"{len(error.problems)} problem{'s' * (len(error.problems) != 1)}"
        return _failed(session, 2, f"{error}\n\n{problems}; nothing was written.")
    except (OSError, ValueError) as error:
        return _failed(session, 2, str(error))
    except (KeyboardInterrupt, EOFError, click.Abort):
        click.echo("\nStopped.", err=True)
        return 1
    except ValidationFailed as error:
        return _failed(session, 1, f"{error}\n\nValidation failed; nothing was written.")
    except RenderFailed as error:
        return _failed(session, 1, f"{error}\n\nRendering failed; the site is as it was before.")


def _failed(session: Session, code: int, said: str) -> int:
    click.echo(f"\n{said}", err=True)
    if session.verbose:
        traceback.print_exc()
    return code
