# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19 itself: a checkout named by ODOO_PATH, or Debian's package, unpacked."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .children import Wanted, output, run
from .place import Place
from .progress import megabytes, say, step
from .trouble import Trouble

SUITE = "sid"
# Odoo and the browser libraries that its symlinks point to.
FROM_SUITE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
# Newer suites lack the 4.7 files of fonts-font-awesome that Odoo points to.
FROM_MACHINE = ("fonts-font-awesome", "fonts-inconsolata")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
STUB = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """Where Odoo lies: ``root`` is the folder to import it from."""

    root: Path

    @property
    def addon_folders(self) -> list[Path]:
        """Return the folders that hold Odoo's own addons."""
        inside = self.root / "odoo" / "addons"
        # Debian's package has them all inside; a checkout has most of them beside.
        beside = [] if (inside / "web").is_dir() else [self.root / "addons"]
        return [inside, *beside]

    @property
    def identity(self) -> str:
        """Return what changes when this is another Odoo."""
        release = self.root / "odoo" / "release.py"
        return f"{self.root} {release.stat().st_mtime_ns}"


def unpacked_folder(place: Place) -> Path:
    """Return where Debian's package is unpacked to."""
    return place.state / "odoo"


def check(place: Place) -> None:
    """Make sure that Odoo can be had on this system, before anything is installed.

    :raise Trouble: when ODOO_PATH is needed here and missing
    """
    here = os.environ.get("ODOO_PATH") or unpacked_folder(place).is_dir()
    if not here and not (shutil.which("apt-get") and KEYRING.exists()):
        raise Trouble(
            "This is not a Debian system. Set ODOO_PATH to a checkout of Odoo "
            "19.0, and install PostgreSQL, Dovecot 2.3, OpenSSL and Chromium."
        )


def ensure(place: Place) -> OdooSource:
    """Return Odoo 19, downloaded at the first call.

    :raise Trouble: when ODOO_PATH is wrong or the download fails
    """
    chosen = os.environ.get("ODOO_PATH")
    if chosen:
        return _checked(Path(chosen).absolute())
    unpacked = unpacked_folder(place)
    if not unpacked.is_dir():
        _fetch(place, unpacked)
    return OdooSource(unpacked / "usr" / "lib" / "python3" / "dist-packages")


def _checked(root: Path) -> OdooSource:
    release = root / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    if not re.search(r"^version_info = \(19,", text, re.MULTILINE):
        raise Trouble(
            f"ODOO_PATH is {root}, which is not a checkout of Odoo 19. "
            "Set it to the folder that holds odoo-bin of branch 19.0."
        )
    source = OdooSource(root)
    if not any((folder / "web").is_dir() for folder in source.addon_folders):
        raise Trouble(f"{root} holds no addons. Set ODOO_PATH to a whole checkout.")
    return source


def _fetch(place: Place, unpacked: Path) -> None:
    apt = _Apt(place, place.state / "odoo-download")
    apt.prepare()
    with step(f"Downloading Odoo 19 from Debian {SUITE}"):
        apt.download(FROM_SUITE, apt.suite_options)
        apt.download(FROM_MACHINE, apt.machine_options)
    with step("Unpacking Odoo 19"):
        unfinished = unpacked.with_name("odoo.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        apt.unpack(unfinished)
        add_stub(unfinished / "usr/lib/python3/dist-packages/odoo/addons")
        unfinished.rename(unpacked)
    shutil.rmtree(apt.folder, ignore_errors=True)


def add_stub(addons: Path) -> None:
    """Add the empty file whose absence in Debian's package breaks browser tests."""
    stub = addons / STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.touch()


class _Apt:
    """apt-get with lists and a cache of its own; it installs nothing."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.folder = folder
        self.packages = folder / "packages"
        self.log = place.log / "odoo-download.log"
        own = {
            "Dir::State": folder / "state",
            "Dir::State::status": "/var/lib/dpkg/status",
            "Dir::Cache": folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": 3,
            # Root may write to this folder; apt's own user may not.
            "APT::Sandbox::User": "",
            "APT::Update::Post-Invoke": "",
            "APT::Update::Post-Invoke-Success": "",
        }
        self.machine_options = [f"-o{key}={value}" for key, value in own.items()]
        self.suite_options = [
            *self.machine_options,
            f"-oDir::State={folder / 'suite-state'}",
            f"-oDir::Etc::sourcelist={folder / 'suite.list'}",
            "-oDir::Etc::sourceparts=/dev/null",
            # Mirrors that stand still are common; signatures are checked anyway.
            "-oAcquire::Check-Valid-Until=false",
        ]

    def prepare(self) -> None:
        """Read the lists of the machine's own suite and of Odoo's suite."""
        for name in ("state/lists", "suite-state/lists", "cache/archives", "packages"):
            (self.folder / name / "partial").mkdir(parents=True, exist_ok=True)
        with step("Reading Debian's package lists"):
            self._apt_get(["update", "--error-on=any"], self.machine_options)
            (self.folder / "suite.list").write_text(self._suite_line())
            self._apt_get(["update", "--error-on=any"], self.suite_options)

    def _suite_line(self) -> str:
        wanted = ["--format", "$(LABEL) $(SITE)"]
        lines = output(["apt-get", *self.machine_options, "indextargets", *wanted])
        sites = [line.split()[1] for line in lines.splitlines() if " " in line]
        labels = [line.split()[0] for line in lines.splitlines() if " " in line]
        if "Debian" not in labels:
            raise Trouble(
                "This machine's apt sources name no Debian mirror. Add one, or set "
                "ODOO_PATH to a checkout of Odoo 19.0."
            )
        site = sites[labels.index("Debian")]
        return f"deb [signed-by={KEYRING}] {site} {SUITE} main\n"

    def download(self, names: tuple[str, ...], options: list[str]) -> None:
        """Download packages; what is complete already is kept."""
        asked = output(["apt-get", *options, "download", "--print-uris", *names])
        total = sum(int(size) for size in re.findall(r"\.deb (\d+) ", asked))
        say(f"  {len(names)} packages, {megabytes(total)}")

        def progress() -> str:
            files = self.packages.rglob("*.deb*")
            size = sum(path.stat().st_size for path in files if path.is_file())
            return f"{megabytes(size)} are here"

        wanted = ["download", *names]
        self._apt_get(wanted, options, Wanted("", self.log, watch=progress))

    def unpack(self, root: Path) -> None:
        """Unpack all downloaded packages into one folder."""
        failure = (
            "The packages could not be unpacked. Run `make clean`, then try again."
        )
        for package in sorted(self.packages.glob("*.deb")):
            run(["dpkg", "-x", package, root], Wanted(failure, self.log))

    def _apt_get(
        self, words: list[str], options: list[str], wanted: Wanted | None = None
    ) -> None:
        failure = (
            f"apt-get could not reach Debian's {SUITE} packages. Check the network "
            "connection and run the command again; it continues where it stopped. "
            "Or set ODOO_PATH to a checkout of Odoo 19.0."
        )
        watch = wanted.watch if wanted else None
        settings = Wanted(failure, self.log, cwd=self.packages, watch=watch)
        run(["apt-get", "-q", *options, *words], settings)
