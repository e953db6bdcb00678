"""In: a document of old Word, WPS or RTF. Out: the same as DOCX, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp_reports.errors import UnreadableError

TIMEOUT = 90.0
"""Seconds that a conversion may take."""
MAX_BYTES = 64 * 2**20
"""Bytes of the DOCX that comes out."""

_SUFFIX = {"legacy_office": ".doc", "rtf": ".rtf"}


def find_office() -> str | None:
    """Return the path of LibreOffice's command, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_to_docx(data: bytes, *, kind: str, name: str) -> bytes:
    """Return the document `data` as DOCX; `kind` is "legacy_office" or "rtf".

    LibreOffice works in a private folder that is deleted afterwards, with a profile of its own that runs
    no macros, follows no links and reaches no network. Raises UnreadableError where it is not installed,
    fails, takes too long, or gives too much.
    """
    office = find_office()
    if office is None:
        raise UnreadableError(f"reading.{kind}", path=name)
    with TemporaryDirectory(prefix="nlp_reports-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        given = folder / f"report{_SUFFIX[kind]}"
        given.write_bytes(data)
        _make_profile(folder / "profile")
        if not _run(_command(office, folder, given), folder):
            raise UnreadableError("reading.office_too_slow", path=name, seconds=f"{TIMEOUT:.0f}")
        converted = folder / "out" / "report.docx"
        if not converted.is_file():
            raise UnreadableError("reading.office_failed", path=name)
        if (size := converted.stat().st_size) > MAX_BYTES:
            sizes = {"size": f"{size / 2**20:.0f}", "limit": f"{MAX_BYTES / 2**20:.0f}"}
            raise UnreadableError("reading.too_large", path=name, **sizes)
        return converted.read_bytes()


def _make_profile(profile: Path) -> None:
    """Lay out a profile with our settings, and nobody's extensions."""
    settings = files("nlp_reports").joinpath("resources", "office.xcu").read_bytes()
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_bytes(settings)


def _command(office: str, folder: Path, given: Path) -> list[str]:
    profile = (folder / "profile").as_uri()
    calm = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard")
    wanted = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(given))
    return [office, f"-env:UserInstallation={profile}", *calm, *wanted]


def _run(command: list[str], folder: Path) -> bool:
    """Run the command and whatever it starts; tell whether it came to an end in time."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - no shell; the only word not ours is where LibreOffice lies
        command,
        cwd=folder,
        env=os.environ | {"HOME": str(folder), "TMPDIR": str(folder)},
        stdin=null,
        stdout=null,
        stderr=null,
        start_new_session=True,
    )
    try:
        process.wait(timeout=TIMEOUT)
    except BaseException as stop:
        _end(process)
        if isinstance(stop, subprocess.TimeoutExpired):
            return False
        raise
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that has not ended, with all that it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:  # pragma: no cover - Windows
        process.kill()
    process.wait()
