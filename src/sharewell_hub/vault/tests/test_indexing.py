"""Indexing: an exact identifier is found by a code, and the code says nothing without the key."""

from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as some

from sharewell.terms.errors import FactRefused, SealBroken
from sharewell_hub.keystore.models import IndexKey
from sharewell_hub.keystore.queries import index_keys
from sharewell_hub.vault import matching
from sharewell_hub.vault.indexing import index_of, normal, subjects_with
from sharewell_hub.vault.matching import keep_for_matching, rotate_index, to_compare
from sharewell_hub.vault.models import IndexRow, MatchingCopy

OAK, ELM = uuid4(), uuid4()
AMY, BEN = uuid4(), uuid4()
NHS = "943 476 5919"
KNOWN = {"given": "Zebulon", "surname": "Quillfeather", "nhs_number": NHS,
         "postcode_house": "ML1 4QD, 7a"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "written", "folded"),
    [
        ("nhs_number", " 943-476 5919", "9434765919"),
        ("upn", "r 123 4567890 12", "R12345678901" + "2"),
        ("postcode_house", "ml1 4qd, 7 a", "ML14QD,7A"),
        ("postcode_house", "SW1A 1AA, Rose-Cottage", "SW1A1AA,ROSECOTTAGE"),
        ("name_and_birthday", "2016-03-27,Zoë  O’Quill-Feather", "2016-03-27,zoeoquillfeather"),
    ],
    ids=["nhs_number", "upn", "flat", "named_house", "name_and_birthday"],
)
def test_every_way_of_writing_it_is_one(kind, written, folded):
    if kind == "upn":
        folded = _with_check_letter(folded)
        written = folded[0].lower() + written[1:]
    assert normal(kind, written) == normal(kind, folded) == folded


def _with_check_letter(upn):
    weighed = sum(int(digit) * place for place, digit in enumerate(upn[1:], 2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[weighed % 23] + upn[1:]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("nhs_number", "943 476 5918"),
        ("nhs_number", "943 476"),
        ("nhs_number", "९४३४७६५९१९"),
        ("upn", "B123456789012"),
        ("upn", "Quillfeather"),
        ("upn", "R12345678901S"),
        ("postcode_house", "ML1 4QD"),
        ("postcode_house", "nowhere, 7"),
        ("name_and_birthday", "Zebulon Quillfeather"),
        ("name_and_birthday", "2016-03-27,…"),
    ],
)
def test_what_cannot_be_one_is_refused_and_not_repeated(kind, written):
    with pytest.raises(FactRefused) as refusal:
        normal(kind, written)
    assert written not in str(refusal.value)


@given(digits=some.from_regex(r"[0-9]{10}", fullmatch=True), at=some.integers(0, 9))
def test_a_slip_of_one_digit_is_never_another_nhs_number(digits, at):
    def as_one(value):
        try:
            return normal("nhs_number", value)
        except FactRefused:
            return None

    slipped = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]
    assert not (as_one(digits) and as_one(slipped))


def test_the_code_is_the_agencys_own_and_of_its_kind(db):
    assert index_of(OAK, "nhs_number", NHS) == index_of(OAK, "nhs_number", "9434765919")
    assert index_of(OAK, "nhs_number", NHS) != index_of(ELM, "nhs_number", NHS)
    assert len(index_of(OAK, "nhs_number", NHS)) == 32


def test_who_has_an_identifier_is_found_in_their_own_agency_alone(db):
    keep_for_matching(agency=OAK, subject=AMY, known=KNOWN)
    keep_for_matching(agency=ELM, subject=BEN, known=KNOWN)
    assert subjects_with(OAK, "nhs_number", "9434765919") == [AMY]
    assert subjects_with(OAK, "postcode_house", "ML14QD, 7A") == [AMY]
    assert subjects_with(OAK, "nhs_number", "401 023 2137") == []


def test_a_copy_for_matching_opens_by_one_key_in_two_questions(db, django_assert_num_queries):
    people = {uuid4(): {"surname": f"Quillfeather {n}"} for n in range(30)}
    for subject, known in people.items():
        keep_for_matching(agency=OAK, subject=subject, known=known)
    keystore = connections["keystore"]
    with (
        django_assert_num_queries(1),
        django_assert_num_queries(1, connection=keystore),
    ):
        found = to_compare(OAK)
    assert found == people
    assert b"Quillfeather" not in b"".join(bytes(row.sealed) for row in MatchingCopy.objects.all())


def test_what_is_kept_anew_takes_the_place_of_what_was(db):
    keep_for_matching(agency=OAK, subject=AMY, known=KNOWN)
    keep_for_matching(agency=OAK, subject=AMY, known={"surname": "Marchbanks"})
    assert to_compare(OAK) == {AMY: {"surname": "Marchbanks"}}
    assert subjects_with(OAK, "nhs_number", NHS) == []


@pytest.mark.parametrize("change", ["moved", "damaged"])
def test_a_copy_that_was_moved_or_changed_does_not_open(db, change):
    keep_for_matching(agency=OAK, subject=AMY, known=KNOWN)
    if change == "moved":
        MatchingCopy.objects.update(subject=BEN)
    else:
        MatchingCopy.objects.update(sealed=bytes(60))
    with pytest.raises(SealBroken):
        to_compare(OAK)


def test_after_the_index_key_is_rotated_an_old_backup_finds_and_opens_nothing(
    committed_db, monkeypatch
):
    monkeypatch.setattr(matching, "AT_ONCE", 2)
    subjects = [uuid4() for _ in range(5)]
    for subject in subjects:
        keep_for_matching(agency=OAK, subject=subject, known=KNOWN)
    old_copies, old_rows = list(MatchingCopy.objects.all()), list(IndexRow.objects.all())

    begun = rotate_index(OAK)
    next(begun)
    begun.close()
    assert subjects_with(OAK, "nhs_number", NHS) == sorted(subjects)
    assert len(to_compare(OAK)) == 5
    assert sum(rotate_index(OAK)) == 3

    assert index_keys(OAK).keys() == {2}
    assert IndexKey.objects.count() == 1
    assert subjects_with(OAK, "nhs_number", NHS) == sorted(subjects)
    IndexRow.objects.all().delete()
    MatchingCopy.objects.all().delete()
    IndexRow.objects.bulk_create(old_rows)
    MatchingCopy.objects.bulk_create(old_copies)
    assert subjects_with(OAK, "nhs_number", NHS) == []
    with pytest.raises(SealBroken):
        to_compare(OAK)
