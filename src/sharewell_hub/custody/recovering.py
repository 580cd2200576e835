"""Shares of the root key as files, and the key that two of them give back."""

from pathlib import Path

from sharewell.terms.errors import NotAllowed, SealBroken, SharewellError
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.roots.file import FileRoot, id_of, write
from sharewell_hub.keystore.shares import Share, join, read, split, written

OWN = 0o600


def file_root() -> FileRoot:
    """Give the root key where it lies in a file.

    Raises:  NotAllowed where a module holds it, which never gives it out.
    """
    root = root_key()
    if not isinstance(root, FileRoot):
        raise NotAllowed(
            what="The root key was not touched.",
            why="It lies in a module or an outside vault, which never gives it out.",
            next="Keep and recover it in the way of that module.",
        )
    return root


def write_shares(folder: Path) -> list[Path]:
    """Split the root key into three files, each for its owner alone.

    Raises:  NotAllowed while it is being rotated, or where a share lies already.
    """
    root = file_root()
    if root.begun():
        raise _refused("The root key is being rotated.", "Finish that, then split the new one.")
    shares = split(root.read()[0], root=root.current())
    paths = [folder / f"root-key-share-{share.place}.txt" for share in shares]
    if any(path.exists() for path in paths):
        raise _refused(f"There are shares in {folder} already.", "Name an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, share in zip(paths, shares, strict=True):
        path.touch(mode=OWN, exist_ok=False)
        path.write_text(written(share))
    return paths


def joined(first: Path, second: Path) -> bytes:
    """Give the root key that two shares make, and see that it is the one they were made of.

    Raises:  SealBroken when they do not.
    """
    try:
        shares: list[Share] = [read(path.read_text()) for path in (first, second)]
        key = join(*shares)
    except (ValueError, OSError) as fault:
        raise _broken(str(fault)) from fault
    if id_of(key) != shares[0].root:
        raise _broken("They give a key, but not the one they say they are of.")
    return key


def put_back(key: bytes) -> Path:
    """Write a recovered root key where the service looks for it.

    Raises:  NotAllowed where a key lies there already.
    """
    path = file_root().path
    if path.exists():
        raise _refused(f"A root key lies at {path} already.", "Move it away first, if it is wrong.")
    write(path, key)
    return path


def _refused(why: str, next: str) -> SharewellError:
    return NotAllowed(what="No key and no share was written.", why=why, next=next)


def _broken(why: str) -> SealBroken:
    return SealBroken(
        what="The root key was not recovered.",
        why=why,
        next="Try another two of the three shares.",
    )
