// Verifies a log from its files with what the Go toolchain verifies Go's own log with: x/mod's
// sumdb note and tlog. It shares no line with what wrote the log.
//
//	verify FOLDER LOG-VKEY WITNESS-VKEY PRIVATE-KEY
//
// FOLDER holds the log, receipt.tlog-proof with the entry beside it, and grown: the old checkpoint's
// root, and a witness's request with the proof from there. Prints a note signed with PRIVATE-KEY.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"verify/note"
	"verify/tlog"
)

var folder = os.Args[1]

func read(path string) []byte {
	held, err := os.ReadFile(filepath.Join(folder, path))
	must(err)
	return held
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// witness verifies cosignatures as C2SP tlog-cosignature describes them, kind 4.
type witness struct {
	note.Verifier
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, signed []byte) bool {
	if len(signed) != 72 {
		return false
	}
	at := binary.BigEndian.Uint64(signed)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return ed25519.Verify(w.key, []byte(message), signed[8:])
}

func witnessOf(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	return witness{name: parts[0], hash: uint32(hash), key: key[1:]}
}

// tiles reads hash tiles by the paths of C2SP tlog-tiles, which do not name the height.
type tiles struct{}

func (tiles) Height() int                   { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		found = append(found, read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return found, nil
}

func treeOf(text string) tlog.Tree {
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func hashes(lines []string) []tlog.Hash {
	var found []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		found = append(found, hash)
	}
	return found
}

func entries(tree tlog.Tree, reader tlog.HashReader) {
	for first := int64(0); first < tree.N; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(min(256, tree.N-first))}
		bundle := read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		var indexes []int64
		var found []tlog.Hash
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(len(indexes))))
			found = append(found, tlog.RecordHash(bundle[2:end]))
			bundle = bundle[end:]
		}
		logged, err := reader.ReadHashes(indexes)
		must(err)
		for at := range found {
			if found[at] != logged[at] {
				log.Fatalf("entry %d is not the one in its tile", first+int64(at))
			}
		}
		if len(found) != tile.W {
			log.Fatalf("bundle %d holds %d entries", tile.N, len(found))
		}
	}
}

func main() {
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	known := note.VerifierList(verifier, witnessOf(os.Args[3]))
	opened, err := note.Open(read("checkpoint"), known)
	must(err)
	if len(opened.Sigs) != 2 {
		log.Fatalf("%d signatures verified", len(opened.Sigs))
	}
	tree := treeOf(opened.Text)
	reader := tlog.TileHashReader(tree, tiles{})
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if root != tree.Hash {
		log.Fatal("the tiles do not lead to the root")
	}
	entries(tree, reader)

	head, _, _ := bytes.Cut(read("receipt.tlog-proof"), []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	leaf := tlog.RecordHash(read("entry"))
	must(tlog.CheckRecord(hashes(lines[2:]), tree.N, tree.Hash, index, leaf))

	lines = strings.Split(string(read("grown")), "\n")
	before := hashes(lines[:1])[0]
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "old "), 10, 64)
	must(err)
	end := 2
	for lines[end] != "" {
		end++
	}
	must(tlog.CheckTree(hashes(lines[2:end]), tree.N, tree.Hash, old, before))

	signer, err := note.NewSigner(os.Args[4])
	must(err)
	signed, err := note.Sign(&note.Note{Text: opened.Text}, signer)
	must(err)
	os.Stdout.Write(signed)
}
