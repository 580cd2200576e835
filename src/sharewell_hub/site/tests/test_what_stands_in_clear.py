"""What stands in clear in a table stands here too, with the reason; everything else is sealed."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

CODES = "codes of the vocabulary, states and digests"
DAYS = "a day on which something is to be done or was seen, and nobody's birthday"
STAFF = "staff and how they sign in, and no child"
DIRECTORY = "how a service is reached, for every member of the partnership to read"
THE_LOG = "the log's own notes, for everybody to verify"
CIPHERTEXT = "ciphertext, wrapped keys and hashes"

WORDS = (
    models.CharField, models.TextField, models.DateField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField, models.FileField, ArrayField,
)  # fmt: skip
STANDS_IN_CLEAR = {
    "keystore_agencykey": {CIPHERTEXT: "wrapped", "which root key wraps it": "root"},
    "keystore_subjectkey": {CIPHERTEXT: "wrapped"},
    "keystore_indexkey": {CIPHERTEXT: "wrapped"},
    "keystore_servicekey": {CIPHERTEXT: "wrapped", "what it is for": "name root"},
    "vault_content": {
        CIPHERTEXT: "sealed",
        "the name of a table's column": "place",
        "ids of records, for the wall": "subjects",
    },
    "vault_contentfor": {CIPHERTEXT: "wrapped"},
    "vault_matchingcopy": {CIPHERTEXT: "sealed"},
    "vault_indexrow": {CIPHERTEXT: "code", CODES: "kind"},
    "drafts_sealeddraft": {CIPHERTEXT: "sealed"},
    "logbook_entry": {CIPHERTEXT: "leaf leaf_hash", CODES: "kind"},
    "logbook_place": {THE_LOG: "origin"},
    "logbook_signedcheckpoint": {THE_LOG: "origin note"},
    "logbook_cosignature": {THE_LOG: "witness agency line"},
    "outbox_letter": {
        DIRECTORY: "destination_address",
        CODES: "kind state fault",
        "a reference and a link that say nothing": "reference link_path",
    },
    "agencies_agency": {DIRECTORY: "slug name kind address_pattern sensitive_service"},
    "agencies_practitioner": {STAFF: "password email name roles"},
    "agencies_signin": {STAFF: "session_key device place"},
    "agencies_recovery": {STAFF: "code"},
    "agencies_training": {STAFF: "what done_on until"},
    "agencies_destination": {
        DIRECTORY: "service recipient_role mailbox channel phone_in_hours hours "
        "phone_out_of_hours verified_on verified_how verified_source"
    },
    "agreements_agreement": {
        "what agencies agreed, for every member to read": "title says",
        CODES: "purposes classes categories covers onward answers_to",
        "a day on which an agreement begins or ends": "begins_on ends_on",
    },
    "agreements_party": {CODES: "signed_as", "a day on which an agency signed": "signed_on"},
    "agreements_ending": {"a day on which an agreement ends": "from_on"},
    "people_subject": {CODES: "kind"},
    "people_exclusion": {CODES: "reason"},
    "people_seal": {STAFF: "named"},
    "people_shield": {CODES: "reason", STAFF: "named"},
    "people_relationship": {CODES: "kind purpose"},
    "people_sensitivity": {CODES: "tier"},
    "access_look": {
        CODES: "verb kind purpose rules marks",
        "ids and references of records, and whose they are": "objects_shown subjects",
    },
    "access_dayoflooks": {"a day of looks": "day", CODES: "digest"},
    "glass_attempt": {
        "a reference that says nothing": "reference",
        "a day by which something is reviewed": "review_by",
        CODES: "kind",
    },
    "glass_passedgate": {
        CODES: "gates duty verb kind",
        "the id or reference of a record": "object",
    },
    "glass_told": {CODES: "told_as"},
    "whereabouts_whereabouts": {CODES: "kind"},
    "concerns_concern": {CODES: "wants said"},
    "concerns_item": {CODES: "standing", DAYS: "seen_on"},
    "consents_position": {CODES: "state by reason limb"},
    "decisions_stackbytes": {"protocols, which everybody may read": "digest canonical"},
    "decisions_decision": {
        CODES: "decided recipient_role telling telling_reason facts said answer stack packs "
        "facts_digest result_digest engine_version",
        DAYS: "look_again_on as_at",
    },
    "protocols_keptcomparison": {
        "how two protocols differ, without anybody's decisions": "before after engine_version "
        "comparison"
    },
    "retention_period": {
        CODES: "kind",
        "the agency's own policy, by its title and paragraph, and no child": "under",
    },
    "retention_review": {DAYS: "until"},
    "retention_erasure": {DAYS: "due_on"},
    "disclosures_callback": {CODES: "found_in", DAYS: "review_on"},
    "disclosures_disclosure": {
        CODES: "reference recipient_role purpose onward channel verified_how precautions duty",
        DAYS: "answer_by known_until",
        "a keyed hash of the form, whose key lies outside the databases": "submission_mark",
    },
    "disclosures_discloseditem": {CODES: "told_as standing", DAYS: "seen_on"},
    "disclosures_disclosedplace": {CODES: "kind"},
    "disclosures_opening": {CODES: "role"},
    "disclosures_reply": {CODES: "kind role"},
    "exports_recipientkey": {DIRECTORY: "recipient verified_how verified_source"},
    "exports_export": {"which file it was, by the digest of its ciphertext": "digest"},
    "exports_readyfile": {CIPHERTEXT: "encrypted"},
}
OTHERS = {
    "auth": STAFF,
    "contenttypes": "names of tables",
    "sessions": "which member of staff is signed in, and what a page tells them next",
    "procrastinate": "which letter is to be sent, by its id",
    "account": STAFF,
    "mfa": "second steps of staff, their secrets sealed",
    "socialaccount": STAFF,
    "axes": "accounts of staff that somebody tried",
}


def in_clear():
    return [
        (model._meta, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, WORDS) and not isinstance(field, models.DateTimeField)
    ]


@pytest.mark.parametrize(("table", "name"), in_clear(), ids=str)
def test_a_column_that_could_hold_words_or_a_birthday_says_why_it_is_not_sealed(table, name):
    allowed = {
        column
        for columns in STANDS_IN_CLEAR.get(table.db_table, {}).values()
        for column in columns.split()
    }
    assert name in allowed or table.app_label in OTHERS, (
        f"{table.db_table}.{name} stands in clear: seal it in the vault and keep the id, "
        "or say here why anybody with a backup may read it"
    )


def test_nothing_is_excused_that_is_not_there():
    there = {(table.db_table, name) for table, name in in_clear()}
    excused = {
        (table, column)
        for table, reasons in STANDS_IN_CLEAR.items()
        for columns in reasons.values()
        for column in columns.split()
        if table in {known for known, _ in there}
    }
    assert excused - there == set()
