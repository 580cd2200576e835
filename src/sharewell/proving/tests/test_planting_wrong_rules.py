"""A wrong rule planted in a shipped pack: a promise or an example fails, with a case to read."""

from datetime import date
from shutil import copytree

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.vocabulary import LIBRARY
from sharewell.proving.examples import try_examples
from sharewell.proving.proof import Proof
from sharewell.terms.errors import PackRefused

pytestmark = pytest.mark.slow

CLEAR = "risk_to_child in [reasonable_cause_significant_harm, immediate]"
RISK = 'ask = "Is a child being harmed, or likely to be?"'
CONTRADICT = "contradict each other"
PLANTED = {
    "a refusal blocks social care": (
        '[rules.refusal_and_a_protector]\noutcome = "share_with_consent_only"',
        '[rules.refusal_and_a_protector]\noutcome = "do_not_share"',
        "refusal_alone_never_blocks_a_protector"),
    "the alleged abuser is told": (
        '[rules.alleged_abuser]\noutcome = "do_not_share"',
        '[rules.alleged_abuser]\noutcome = "share_may"',
        CONTRADICT),
    "the alleged abuser is told where a child is at risk": (
        'when.any = ["recipient_role = alleged_abuser", "recipient_is_alleged_abuser = true"]\n'
        'when.none = ["recipient_role in protectors"]',
        'when.any = ["recipient_role = alleged_abuser", "recipient_is_alleged_abuser = true"]\n'
        'when.none = ["recipient_role in protectors", "concern_of = abuse_or_neglect"]',
        "nothing_to_the_alleged_abuser"),
    "an alleged abuser in a protecting role is told": (
        '[rules.abuser_in_a_protecting_role]\noutcome = "seek_advice"',
        '[rules.abuser_in_a_protecting_role]\noutcome = "share_must"',
        CONTRADICT),
    "advice goes before a clear risk": (
        'overrides = [\n  "advice_first", "nobody_identified", "anonymous_first", "protector_need',
        'overrides = [\n  "nobody_identified", "anonymous_first", "protector_need',
        "contradict each other"),
    "no risk is presumed": (RISK, f'{RISK}\npresume = "none"', "harm_is_asked_first"),
    "no risk is presumed where nobody knows": (
        RISK, f'{RISK}\ndont_know = "none"', "harm_is_asked_first"),
    "harm is asked only when somebody asks": (
        RISK, f'{RISK}\nask_when = {{ all = ["request_based = true"] }}', "harm_is_asked_first"),
    "a clear risk is only an immediate one": (
        f'when = {{ all = ["recipient_role in protectors", "{CLEAR}"] }}\nbecause = "A child is',
        'when = { all = ["recipient_role in protectors", "risk_to_child = immediate"] }\n'
        'because = "A child is', "clear_risk"),
    "a clear risk waits for consent": (
        '[rules.clear_risk]\noutcome = "share_must"',
        '[rules.clear_risk]\noutcome = "seek_consent_first"',
        CONTRADICT),
    "a clear risk is refused": (
        '[rules.clear_risk]\noutcome = "share_must"',
        '[rules.clear_risk]\noutcome = "do_not_share"',
        CONTRADICT),
    "a clear risk gives way to a refusal": (
        f'"{CLEAR}"] }}\nbecause = "A child is at clear risk.',
        f'"{CLEAR}"], none = ["consent = refused"] }}\nbecause = "A child is at clear risk.',
        "clear_risk"),
    "safety rests on agreement": (
        '[rules.consent_safety]\nconsent_needed = "false"',
        '[rules.consent_safety]\nconsent_needed = "true"', CONTRADICT),
    "a court order may be answered": (
        '[rules.court_order]\noutcome = "share_must"', '[rules.court_order]\noutcome = "share_may"',
        CONTRADICT),
    "a court order waits until it is asked for": (
        'when = { all = ["court_order = true"], none = ["act = take_advice"] }\nbecause = "A court',
        'when = { all = ["court_order = true", "request_based = true"], '
        'none = ["act = take_advice"] }\nbecause = "A court',
        "a_court_order_is_answered"),
    "identity goes where none is needed": (
        '[rules.anonymous_first]\noutcome = "share_anonymised"',
        '[rules.anonymous_first]\noutcome = "share_may"', "anonymous_stays_anonymous"),
    "what is agreed need not be recorded": (
        'duty = "record_decision"\nwhen = { always = true }',
        'duty = "record_decision"\nwhen = { none = ["consent = obtained"] }',
        "whatever_leaves_is_recorded"),
    "nobody need verify a recipient who did not ask": (
        'duty = "verify_recipient"\nwhen = { always = true }',
        'duty = "verify_recipient"\nwhen = { all = ["request_based = true"] }',
        "whatever_leaves_is_recorded"),
    "an unknown caller is answered": (
        'own number; then answer quickly."\ncites = ["how3"]\nholds = true',
        'own number; then answer quickly."\ncites = ["how3"]',
        "act_now is share"),
    "whoever has no part in it is told": (
        '[rules.no_part_in_it]\noutcome = "do_not_share"',
        '[rules.no_part_in_it]\noutcome = "share_may"', CONTRADICT),
    "people are told although that is unsafe": (
        '[rules.do_not_tell]\ninform_subject = "no"', '[rules.do_not_tell]\ninform_subject = "yes"',
        CONTRADICT),
    "a rule can never speak": (
        '[rules.agreed]\n',
        '[rules.ghost]\nduty = "haunt"\nwhen = { all = ["consent = not_sought", '
        '"consent_written = true"] }\ndo = "Haunt."\ncites = ["gr1"]\n\n[rules.agreed]\n',
        "hmg_2018:ghost never speaks"),
    "a rule cites what is not there": (
        'because = "It is about the person themselves. Be open with them."\ncites = ["gr2"]',
        'because = "It is about the person themselves. Be open with them."\ncites = ["gr9"]',
        "cites 'hmg_2018 gr9'"),
}  # fmt: skip


def failures(folder, pack):
    """Everything that notices, each as a person would read it."""
    try:
        library = load_library(shipped=folder)
        engine = Engine(library.stack(pack, date(2026, 11, 22)))
    except PackRefused as refusal:
        return [str(refusal)]
    short = [
        f"{each.example}: {each.part} is {each.got}"
        for each in try_examples(library.packs[pack], engine)
    ]
    lines = Proof(engine, seed=1, drawn=20).lines()
    return short + [f"{line.id}: not with {line.found.situation}" for line in lines if line.found]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """Give the library that ships, with the one stack that the faults go into."""
    folder = tmp_path_factory.mktemp("shipped") / "library"
    copytree(LIBRARY, folder)
    for path in (folder / "stacks").glob("*.toml"):
        if path.name != "hmg_2018.toml":
            path.unlink()
    return folder


def test_nothing_fails_where_nothing_is_planted(shipped):
    assert failures(shipped, "hmg_2018") == []


@pytest.mark.parametrize("wrong", PLANTED)
def test_a_planted_wrong_rule_is_found_out_with_a_case_to_read(shipped, tmp_path, wrong):
    before, after, noticed = PLANTED[wrong]
    folder = tmp_path / "library"
    copytree(shipped, folder)
    path = folder / "protocols" / "hmg_2018" / "pack.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} does not stand there once"
    path.write_text(text.replace(before, after), encoding="utf-8")

    said = failures(folder, "hmg_2018")

    print(f"{wrong}:", *said[:5], sep="\n  ")
    assert any(noticed in each for each in said), said
