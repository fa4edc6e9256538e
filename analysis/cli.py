"""The command line: one command for each stage. Make calls it and nothing else."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.model.errors import BadInput, RenderFailed, ValidationFailed
from analysis.model.paths import Project
from analysis.model.progress import Progress

EXIT_CODES = """\
exit codes:
  0  done
  1  a check failed: validation, rendering, or data/clean is not up to date
  2  the input is wrong: data/raw cannot be read as it stands, or the command is misspelt
"""

RENDERERS = ("auto", "quarto", "embedded")

COMMANDS = {
    "clean": "build data/clean from data/raw, validated; nothing is written if a check fails",
    "validate": "check data/clean as it stands",
    "render": "run the notebooks and write the pages to _site",
    "all": "clean, validate and render: everything that changed since the last time",
    "check": "check data/raw, or one of its files, in a second; nothing is written",
    "add": "add a figure and its source to data/raw, checked first; asks for what is not given",
    "changes": "say what data/raw changes in the published numbers since a git revision",
    "verify": "tell whether data/clean is exactly what data/raw gives",
    "prepare": "what a bare `quarto render` runs before it: clean and validate",
    "finish": "what a bare `quarto render` runs after it: downloads, search, foot of the pages",
    "quarto": "try once to install Quarto into the environment",
    "watch": "show the book while it is edited; what is saved is shown at once",
}


def parser() -> argparse.ArgumentParser:
    """The parser, with a help that a person can use."""
    # Before or after the command; SUPPRESS keeps the one from overwriting the other.
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "-v", "--verbose", action="store_true", default=argparse.SUPPRESS,
        help="show details and tracebacks",
    )  # fmt: skip
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        parents=[common],
        description="Tỉnh Số: from printed figures to a book of pages.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    for name, what in COMMANDS.items():
        command = commands.add_parser(
            name, help=what, description=what.capitalize() + ".", parents=[common]
        )
        if name in ("render", "all"):
            command.add_argument(
                "--renderer",
                choices=RENDERERS,
                default=os.environ.get("RENDERER") or "auto",
                help="quarto, embedded, or auto: Quarto where it is found (default: $RENDERER)",
            )
        if name in ("clean", "all"):
            command.add_argument(
                "--fewer",
                action="store_true",
                help="accept that fewer provinces are known than in the tables until now",
            )
        if name == "check":
            command.add_argument("file", nargs="?", type=Path, help="a file of data/raw")
        if name == "changes":
            command.add_argument("revision", nargs="?", default="HEAD", help="default: HEAD")
        if name == "add":
            _add_flags(command)
        if name == "watch":
            command.add_argument("--port", type=int, default=8000, help="default: 8000")
    return top


def _add_flags(command: argparse.ArgumentParser) -> None:
    """A flag for each column, such as --value for value_as_printed."""
    from analysis.contribute.questions import FIGURE, SOURCE

    for title, columns in (("the figure", FIGURE), ("its source, if it is new", SOURCE)):
        group = command.add_argument_group(title)
        for column, what in columns.items():
            flag = "--" + column.removesuffix("_as_printed").replace("_", "-")
            group.add_argument(flag, dest=column, help=what, metavar="…", default=argparse.SUPPRESS)
    group.add_argument(
        "--source-note", help="remark on the source", metavar="…", default=argparse.SUPPRESS
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    top = parser()
    options = top.parse_args(arguments)
    if getattr(options, "renderer", "auto") not in RENDERERS:  # from the environment
        top.error(f"RENDERER={options.renderer}: choose from {', '.join(RENDERERS)}")
    verbose = getattr(options, "verbose", False)
    logging.basicConfig(level=logging.DEBUG if verbose else logging.ERROR)
    progress = Progress()
    try:
        return _run(options, Project.find(), progress)
    except BadInput as error:
        print(f"\n{error}\n\n{_count(len(error.problems))}; nothing was written.", file=sys.stderr)
        return _trace(verbose, 2)
    except (OSError, ValueError) as error:
        print(f"\n{error}", file=sys.stderr)
        return _trace(verbose, 2)
    except (KeyboardInterrupt, EOFError):
        print("\nStopped.", file=sys.stderr)
        return 1
    except ValidationFailed as error:
        print(f"\n{error}\n\nValidation failed; nothing was written.", file=sys.stderr)
        return _trace(verbose, 1)
    except RenderFailed as error:
        print(f"\n{error}\n\nRendering failed; the site is as it was before.", file=sys.stderr)
        return _trace(verbose, 1)


def _count(problems: int) -> str:
    return f"{problems} problem{'s' * (problems != 1)}"


def _trace(verbose: bool, code: int) -> int:
    if verbose:
        import traceback

        traceback.print_exc()
    return code


# Commands that write tables or pages, or read them whole: one at a time, and only when what an
# interrupted one had begun is finished.
ALONE = ("clean", "validate", "render", "all", "add", "verify", "prepare", "finish")


def _run(options: argparse.Namespace, project: Project, progress: Progress) -> int:
    if options.command not in ALONE:
        return _one(options, project, progress)
    from analysis.build.locking import alone
    from analysis.model.replacing import recover

    with alone(project, progress):
        recover(project, progress)
        return _one(options, project, progress)


def _one(options: argparse.Namespace, project: Project, progress: Progress) -> int:
    from analysis.build import stages

    match options.command:
        case "clean":
            stages.clean_and_validate(project, progress, options.fewer)
        case "validate":
            stages.validate_committed(project, progress)
        case "render":
            from analysis.publish import render

            render(project, options.renderer, progress)
            _say_where(project, progress)
        case "all":
            stages.everything(project, options.renderer, progress, options.fewer)
            _say_where(project, progress)
        case "check":
            return _check(project, options.file, progress)
        case "add":
            _add(options, project, progress)
        case "changes":
            from analysis.contribute import changes

            before = changes.committed(project, options.revision)
            after = changes.current(project.raw)
            print(changes.report(changes.between(before, after), before, after), end="")
        case "verify":
            different = stages.up_to_date(project, progress)
            if different:
                print("not what data/raw gives: " + ", ".join(different), file=sys.stderr)
                print("Run `python -m analysis clean` and commit the result.", file=sys.stderr)
                return 1
            progress("data/clean is up to date")
        case "prepare":
            from analysis.publish import bare

            stages.clean_and_validate(project, progress)
            bare.before(project, progress)
        case "finish":
            from analysis.publish import bare

            bare.after(project)
        case "quarto":
            from analysis.publish import quarto

            if quarto.install(project, progress) is None:
                return 1
        case "watch":
            from analysis.build.watch import show

            show(project, options.port, progress)
    return 0


def _check(project: Project, file: Path | None, progress: Progress) -> int:
    """Check data/raw without the libraries that take seconds to load."""
    from analysis import clean

    name = _raw_name(project, file) if file else ""
    try:
        tables = clean.build(clean.read(project.raw), strict=True)
    except BadInput as error:
        # A relation or decision that no longer fits names the rows that it rests on.
        here = [p for p in error.problems if p.file == name or f"{name}, row" in str(p)]
        if here or not file:
            raise BadInput(here or error.problems) from None
        progress(
            f"{name}: no problem found, but not all could be checked: "
            f"{_count(len(error.problems))} in other files; run `python -m analysis check`"
        )
        return 1
    figures = len(tables["observations"])
    progress(f"{name or 'data/raw'}: no problem ({figures:,} printed figures in all)")
    return 0


def _raw_name(project: Project, file: Path) -> str:
    """A file of data/raw as messages name it. Raises FileNotFoundError for any other."""
    from analysis.clean.raw import layout

    known = {project.raw / f"{name}.csv": f"data/raw/{name}.csv" for name in layout()}
    for path, name in known.items():
        if file.resolve() == path.resolve() and file.is_file():
            return name
    raise FileNotFoundError(f"{file} is not one of: {', '.join(known.values())}")


def _add(options: argparse.Namespace, project: Project, progress: Progress) -> None:
    from analysis.contribute import add
    from analysis.contribute.questions import FIGURE, SOURCE

    columns = {*FIGURE, *SOURCE, "source_note"}
    given = {column: text for column, text in vars(options).items() if column in columns}

    def ask(question: str, default: str) -> str:
        return input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default

    print(add.add(project, given, ask if sys.stdin.isatty() else None, progress), end="")
    print("\nRun `make site`, look at the page, and commit data/raw together with data/clean.")


def _say_where(project: Project, progress: Progress) -> None:
    progress(f"done: {project.site / 'index.html'}")
    print("        open it in a browser, or run: make preview")
