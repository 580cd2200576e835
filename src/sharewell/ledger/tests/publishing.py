"""A small log for tests, published as files in memory, with witnesses of several agencies."""

from dataclasses import dataclass, field

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.leaf import leaf_bytes, leaf_hash
from sharewell.ledger.note import LOG, WITNESS, Note, Signer
from sharewell.ledger.tiles import Edge, Files, bundles, grow
from sharewell.ledger.trusting import Policy

ORIGIN = "sharewell.example/marshland/2026"
NOW = 1_795_000_000
LOG_KEY = Signer.named(ORIGIN, LOG, b"l" * 32)
WITNESSES = {
    Signer.named("witness.oak.example", WITNESS, b"o" * 32): "oak_school",
    Signer.named("witness.elm.example", WITNESS, b"e" * 32): "elm_surgery",
    Signer.named("second.oak.example", WITNESS, b"p" * 32): "oak_school",
}
OAK, ELM, OAK_TOO = WITNESSES
AGENCIES = {signer.key: agency for signer, agency in WITNESSES.items()}
POLICY = Policy((LOG_KEY.key,), AGENCIES, 2)
ALONE = Policy((LOG_KEY.key,))


def entry(number, what="decided"):
    return leaf_bytes(v=1, act=what, id=f"{number:022}", at=NOW * 1000 + number)


@dataclass
class Published:
    """A log as anybody can read it."""

    signer: Signer = LOG_KEY
    files: dict = field(default_factory=dict)
    edge: Edge = field(default_factory=Edge)
    held: bytes = b""

    def add(self, entries):
        grown = grow(self.edge, [leaf_hash(each) for each in entries])
        made = bundles(self.edge.size, self.held, entries)
        self.files |= grown.tiles | made
        self.edge = grown.edge
        if made:
            self.held = [*made.values()][-1] if self.edge.size % 256 else b""
        return self

    def checkpoint(self):
        return Checkpoint(self.signer.key.name, self.edge.size, self.edge.root())

    def note(self, *witnesses, at=NOW):
        note = self.checkpoint().signed_by(self.signer)
        return note.signed_too([each.sign(note.text, at) for each in witnesses])

    def publish(self, *witnesses):
        self.files[PATH] = bytes(self.note(*witnesses))
        return self

    def read(self, path):
        return self.files.get(path)

    def hashes(self):
        return Files(self.read, self.edge.size).hashes()

    def seen(self):
        return Checkpoint.parse(Note.parse(self.files[PATH]).text)


def published(size, *witnesses, signer=LOG_KEY, what="decided"):
    log = Published(signer).add([entry(number, what) for number in range(size)])
    return log.publish(*(witnesses or (OAK, ELM)))
