"""The command line: one command for each stage. Make calls it and nothing else."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from analysis.errors import BadInput, RenderFailed, ValidationFailed
from analysis.paths import Project
from analysis.progress import Progress

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
    "check": "tell whether data/clean is exactly what data/raw gives",
    "prepare": "what a bare `quarto render` runs before it: clean and validate",
    "finish": "what a bare `quarto render` runs after it: downloads, search, foot of the pages",
    "quarto": "try once to install Quarto into the environment",
    "serve": "show _site in the browser, on this machine only",
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
        if name == "serve":
            command.add_argument("--port", type=int, default=8000, help="default: 8000")
    return top


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
    except OSError as error:
        print(f"\n{error}", file=sys.stderr)
        return _trace(verbose, 2)
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


def _run(options: argparse.Namespace, project: Project, progress: Progress) -> int:
    from analysis import stages

    match options.command:
        case "clean":
            stages.clean_and_validate(project, progress)
        case "validate":
            stages.validate_committed(project, progress)
        case "render":
            _render(options, project, progress)
        case "all":
            stages.clean_and_validate(project, progress)
            _render(options, project, progress)
        case "check":
            different = stages.up_to_date(project, progress)
            if different:
                print("not what data/raw gives: " + ", ".join(different), file=sys.stderr)
                print("Run `python -m analysis clean` and commit the result.", file=sys.stderr)
                return 1
            progress("data/clean is up to date")
        case "prepare":
            from analysis.publish import bare

            stages.clean_and_validate(project, progress)
            bare.before(project)
        case "finish":
            from analysis.publish import bare

            bare.after(project)
        case "quarto":
            from analysis.publish import quarto

            if quarto.install(project, progress) is None:
                return 1
        case "serve":
            from analysis.serve import serve

            serve(project.site, options.port)
    return 0


def _render(options: argparse.Namespace, project: Project, progress: Progress) -> None:
    from analysis.publish import render

    render(project, options.renderer, progress)
    page = project.site / "index.html"
    progress(f"done: {page}")
    print("        open it in a browser, or run: make preview")
