"""The launcher with a fake Python, so that no test fetches anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import stadtherz

CHECKOUT = Path(stadtherz.__file__).parents[2]
TOOLS = [
    *("sh", "basename", "cat", "chmod", "cksum", "cp", "cut", "date", "df", "dirname", "du", "env"),
    *("flock", "id", "mkdir", "readlink", "rm", "sleep", "tail", "tr"),
]

FAKE = r"""#!/bin/sh
case "$*" in
*version_info\ *) exit "$FAKE_TOO_OLD" ;;
*"import ensurepip"*) exit "$FAKE_NO_VENV" ;;
*version_info*) echo python3.11 ;;
*purelib*) dirname "$0" ;;
*prefix*) case $0 in */env-*) exit 0 ;; *) exit 1 ;; esac ;;
--version) echo "Python 3.11.0" ;;
*"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python" ;;
*"pip --version"*) echo pip ;;
*installer.txt*) exit 1 ;;
*"pip install"*) sleep "$FAKE_PIP_S"; echo "no route to host"; exit "$FAKE_PIP" ;;
*) echo "RUNS ${PYTHONDONTWRITEBYTECODE-unset}"; for word; do echo "<$word>"; done ;;
esac
"""


class Machine:
    """A machine with a checkout at a path with a space, a fake Python, and little else."""

    def __init__(self, directory: Path) -> None:
        self.checkout = directory / "my town"
        self.programs = directory / "bin"
        self.programs.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            if found:
                (self.programs / tool).symlink_to(found)
        (self.programs / "python3").write_text(FAKE, encoding="utf-8")
        (self.programs / "python3").chmod(0o755)
        self.checkout.mkdir()
        shutil.copy(CHECKOUT / "stadtherz", self.checkout)
        shutil.copytree(CHECKOUT / "locks", self.checkout / "locks")
        self.environ = {
            "PATH": str(self.programs),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FAKE_TOO_OLD": "0",
            "FAKE_NO_VENV": "0",
            "FAKE_PIP": "0",
            "FAKE_PIP_S": "0",
        }

    def launch(
        self, *words: str, by: Path | None = None, at: Path | None = None
    ) -> tuple[int, str, str]:
        done = subprocess.run(
            ["/bin/sh", str(by or self.checkout / "stadtherz"), *words],
            cwd=at,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=50,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_shell_accepts_every_line():
    for shell in ("sh", "dash", "bash"):
        if shutil.which(shell):
            subprocess.run([shell, "-n", str(CHECKOUT / "stadtherz")], check=True)


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(machine: Machine):
    code, out, err = machine.launch("up", "--port", "8 0")
    assert code == 0, err
    assert out.splitlines() == [
        "RUNS unset",
        "<-m>",
        "<stadtherz.project.cli>",
        "<up>",
        "<--port>",
        "<8 0>",
    ]
    assert "with pip" in err  # the pinned installer could not be fetched
    home = machine.checkout / ".stadtherz"
    path_file = home / "env-runtime" / "bin" / "stadtherz.pth"
    assert path_file.read_text(encoding="utf-8") == f"{machine.checkout}/src\n"
    code, out, err = machine.launch("up")
    assert (code, err) == (0, "")


def test_a_changed_lock_installs_again(machine: Machine):
    machine.launch("up")
    with (machine.checkout / "locks" / "runtime.txt").open("a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    assert "Installing the locked packages" in machine.launch("up")[2]
    assert machine.launch("up")[2] == ""


def test_it_works_through_symlinks_from_anywhere(machine: Machine, tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one").symlink_to("../two")
    (tmp_path / "two").symlink_to(machine.checkout / "stadtherz")
    code, out, err = machine.launch("modules", by=tmp_path / "a" / "one", at=Path("/"))
    assert code == 0, err
    assert "<modules>" in out
    assert (machine.checkout / ".stadtherz" / "env-runtime" / "stamp").exists()


def test_a_relative_home_lies_where_one_stands(machine: Machine, tmp_path: Path):
    machine.environ["STADTHERZ_HOME"] = "elsewhere"
    machine.launch("test", at=tmp_path)
    assert (tmp_path / "elsewhere" / "env-develop" / "stamp").exists()


def test_an_old_python_is_told(machine: Machine):
    machine.environ["FAKE_TOO_OLD"] = "1"
    code, _, err = machine.launch("up")
    assert code == 1
    assert "Python 3.11 or newer was not found" in err


def test_a_python_without_venv_says_the_one_line_to_type(machine: Machine):
    machine.environ["FAKE_NO_VENV"] = "1"
    code, _, err = machine.launch("up")
    assert code == 1
    assert "Type: sudo apt-get install --no-install-recommends python3-venv" in err


def test_the_missing_package_is_installed_where_it_may(machine: Machine):
    machine.environ["FAKE_NO_VENV"] = "1"
    apt = machine.programs / "apt-get"
    apt.write_text('#!/bin/sh\necho "apt-get $*"\nexit 100\n', encoding="utf-8")
    apt.chmod(0o755)
    sudo = machine.programs / "sudo"
    sudo.write_text('#!/bin/sh\nshift\nexec "$@"\n', encoding="utf-8")
    sudo.chmod(0o755)
    code, _, err = machine.launch("up")
    log = (machine.checkout / ".stadtherz" / "install.log").read_text(encoding="utf-8")
    assert "apt-get install -y --no-install-recommends python3-venv" in log
    assert "apt-get update" in log
    assert code == 1
    assert "could not be installed" in err


def test_a_failed_installation_tells_its_reason_and_goes_on_next_time(machine: Machine):
    machine.environ["FAKE_PIP"] = "1"
    code, _, err = machine.launch("up")
    assert code == 1
    assert "no route to host" in err
    machine.environ["FAKE_PIP"] = "0"
    assert machine.launch("up")[0] == 0


def test_a_long_step_is_never_silent(machine: Machine):
    machine.environ["FAKE_PIP_S"] = "4"
    assert machine.launch("up")[2].count("MB so far") >= 1


def test_a_home_that_cannot_be_written_is_told(machine: Machine, tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    machine.environ["STADTHERZ_HOME"] = str(tmp_path / "file")
    code, _, err = machine.launch("up")
    assert code == 1
    assert "cannot be written" in err


def test_a_full_disk_is_named_before_what_came_of_it(machine: Machine):
    machine.environ["FAKE_PIP"] = "1"
    (machine.programs / "df").unlink()
    (machine.programs / "df").write_text(
        "#!/bin/sh\necho head\necho 'disk  9000 8000   1000 99% /x'\n"
    )
    (machine.programs / "df").chmod(0o755)
    code, _, err = machine.launch("up")
    assert code == 1
    assert "The disk that holds" in err
    assert "no route to host" not in err


def test_it_says_where_it_writes_before_anything_slow(machine: Machine):
    _, _, err = machine.launch("up")
    assert "Everything is written to" in err.splitlines()[0]
