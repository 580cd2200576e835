"""Refusals: three sentences, the same wherever they are read."""

import pickle

import pytest

from sharewell.terms import errors

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)
         and issubclass(kind, errors.SharewellError)]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_crosses_from_one_process_to_another_whole(kind):
    refusal = kind(what="Nothing was done.", why="So it is.", next="Go on.", cites=("ecins m1",))
    again = pickle.loads(pickle.dumps(refusal))
    assert type(again) is kind
    assert again.as_json() == refusal.as_json()
    assert str(again) == "Nothing was done. So it is. Go on."
