"""Run the project's sessions on a bare machine: ``python3 dev.py demo``, ``python3 dev.py test``.

It makes an environment in ``.boot`` with uv and nox in it and hands over to nox, whose sessions
install what ``uv.lock`` says. A package mirror that pip is told of (``PIP_INDEX_URL`` or pip's
configuration) serves uv as well.
"""

# This file must be understood by old Pythons, to tell them that they are too old.
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
BOOT = os.path.join(ROOT, ".boot")
OLDEST = (3, 11)
ALIASES = {"test": "tests", "bench": "benchmarks"}
TOOLS = ["uv==0.13.9", "nox==2026.10.20"]


def main(arguments):
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        return fail(
            "Python %d.%d or newer is needed, this is %s (%s)."
            % (OLDEST + (found, sys.executable)),
            "Run a newer one, for example: python3.12 dev.py demo",
        )
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python3 dev.py SESSION [ARGUMENT]...")
        print(
            "sessions: demo, test, lint, docs, packs, mutants, plugins, core_only, browser, bench"
        )
        return 0 if arguments else 2
    try:
        make_boot()
    except OSError as error:
        return fail(
            "The environment could not be made: %s." % error, "Check space and permissions."
        )
    except subprocess.CalledProcessError as error:
        return fail(
            "This failed: %s" % " ".join(error.cmd),
            "Its message stands above. Behind a firewall, set PIP_INDEX_URL to your mirror.",
        )
    session = ALIASES.get(arguments[0], arguments[0])
    command = [program("nox"), "-f", os.path.join(ROOT, "noxfile.py"), "-s", session, "-R", "--"]
    return subprocess.call(command + arguments[1:], env=environment())


def make_boot():
    """Make the environment that holds uv and nox, once."""
    stamp = os.path.join(BOOT, "holds")
    if os.path.exists(stamp) and open(stamp).read() == " ".join(TOOLS):
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        fail(
            "This Python comes without venv.",
            "Install it, on Debian and Ubuntu with: apt install python%d.%d-venv"
            % sys.version_info[:2],
        )
        sys.exit(1)
    sys.stderr.write("Making an environment for %s in %s\n" % (" and ".join(TOOLS), BOOT))
    venv.create(BOOT, with_pip=True, clear=True)
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(pip + ["install", "--quiet"] + TOOLS, check=True)
    with open(stamp, "w") as file:
        file.write(" ".join(TOOLS))


def environment():
    """Return the environment for nox: our uv first, and pip's package mirror told to uv."""
    found = dict(os.environ)
    found.pop("VIRTUAL_ENV", None)
    found["PATH"] = os.path.dirname(program("uv")) + os.pathsep + found.get("PATH", "")
    if "UV_DEFAULT_INDEX" not in found:
        asked = subprocess.run(
            [program("python"), "-m", "pip", "config", "get", "global.index-url"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            check=False,
        )
        index = found.get("PIP_INDEX_URL") or asked.stdout.strip()
        if index:
            found["UV_DEFAULT_INDEX"] = index
    return found


def program(name):
    """Return where a program of our environment is."""
    if os.name == "nt":
        return os.path.join(BOOT, "Scripts", name + ".exe")
    return os.path.join(BOOT, "bin", name)


def fail(what, remedy):
    sys.stderr.write("%s\n%s\n" % (what, remedy))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
