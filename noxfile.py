"""Every check that the project has, one session each; ``nox -l`` lists them."""

from __future__ import annotations

import os
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.sessions = [
    "lint",
    "tests",
    "core_only",
    "docs",
    "packs",
    "mutants",
    "plugins",
    "browser",
]

ROOT = Path(__file__).parent
PLUGINS = sorted(path.name for path in (ROOT / "plugins").iterdir() if path.is_dir())
PACKS = sorted(str(path.parent) for path in (ROOT / "plugins").glob("*/src/*/packs/*/pack.toml"))
SAMPLE_PACK = "src/opengov/cli/sample/pack"


def install(session: nox.Session, *groups: str, default: bool = True) -> None:
    """Install exactly what ``uv.lock`` says: the project, its plugins, and ``groups``."""
    chosen = [
        *([] if default else ["--no-default-groups"]),
        *(f"--group={group}" for group in groups),
    ]
    environment = {"UV_PROJECT_ENVIRONMENT": session.virtualenv.location}
    if "UV_DEFAULT_INDEX" not in os.environ:
        session.run_install("uv", "sync", "--locked", *chosen, env=environment)
        return
    # The lock names files of the public registry. A mirror has the same files, known by their
    # hashes, at addresses of its own.
    pinned = str(Path(session.create_tmp()) / "pinned.txt")
    exported = ["uv", "export", "--frozen", "--no-emit-workspace", "--output-file", pinned]
    session.run_install(*exported, *chosen, env=environment, silent=True)
    session.run_install("uv", "pip", "sync", "--require-hashes", pinned)
    sources = [ROOT, *(ROOT / "plugins" / name for name in PLUGINS)]
    editable = [part for source in sources for part in ("--editable", str(source))]
    session.run_install("uv", "pip", "install", "--no-deps", *editable)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests of the core and of every plugin; further arguments go to pytest."""
    install(session)
    arguments = session.posargs or [
        "-n",
        "auto",
        "--ignore=tests/browser",
        "--ignore=tests/core_only",
    ]
    session.run("pytest", *arguments)


@nox.session
def core_only(session: nox.Session) -> None:
    """Run the core with its six dependencies and nothing else: no extra, no plugin."""
    session.install(".", "pytest", "hypothesis", "jsonschema")
    paths = ["domain", "workdays", "policy", "packs", "serial"]
    session.run(
        "pytest",
        *(f"tests/unit/{path}" for path in paths),
        "tests/contract",
        "tests/kit",
        "tests/core_only",
    )


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types, layers and dependencies."""
    install(session)
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports", "--no-logo")
    session.run("deptry", "src")


@nox.session
def docs(session: nox.Session) -> None:
    """Run every block of the documentation and every docstring example."""
    install(session)
    pages = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
    session.run("pytest", "docs", *pages, "src", "-p", "no:cacheprovider")


@nox.session
def packs(session: nox.Session) -> None:
    """Lint the packs and run their worked cases."""
    install(session)
    session.run("opengov", "packs", "lint", *PACKS, SAMPLE_PACK)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change every norm of the packs in every small way, and see that a worked case notices."""
    install(session)
    session.run("opengov", "packs", "mutate", *PACKS, SAMPLE_PACK, *session.posargs)


@nox.session
def plugins(session: nox.Session) -> None:
    """Build every distribution, install the wheels alone, and see that each is found and works."""
    wheels = Path(session.create_tmp()) / "wheels"
    session.install("uv")
    for name in ["opengov", *PLUGINS]:
        session.run(
            "uv", "build", "--wheel", "--package", name, "--out-dir", str(wheels), silent=True
        )
    built = sorted(map(str, wheels.glob("*.whl")))
    core = next(wheel for wheel in built if Path(wheel).name.startswith("opengov-"))
    session.install(
        f"opengov[cli,html,ics,redaction] @ file://{core}", *(w for w in built if w != core)
    )
    with session.chdir(session.create_tmp()):
        session.run("opengov", "doctor")
        session.run("opengov", "demo", "--out", "wheel-demo")


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the site in Chromium: layout, accessibility, keyboard."""
    install(session, "browser")
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Run the main job; pages can be given as arguments."""
    install(session, "plugins", default=False)
    with session.chdir(session.invoked_from):
        session.run("opengov", "demo", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure speed beside peers, all in one run."""
    install(session)
    # Not in the lock: it would hold back python-dateutil for everybody.
    session.install("holidays==0.109")
    for path in sorted((ROOT / "benchmarks").glob("bench_*.py")):
        session.run("python", str(path), *session.posargs, env={"CI": os.environ.get("CI", "")})
