from __future__ import annotations

import numpy as np
import pytest

from accounted.linkage.dependence import find_lifts, say_dependence
from accounted.linkage.learning import learn
from accounted.linkage.levels import choose_comparisons
from accounted.linkage.parameters import PairCounts

COMPARISONS = choose_comparisons(("name", "born", "sex", "place"))
WORDS = {c.field: c.field for c in COMPARISONS}


def _pairs(together):
    """Matches of which a tenth errs in place, and in age half of those or a tenth of all; and strangers."""
    rng = np.random.default_rng(1)
    best = np.array([len(c.levels) - 1 for c in COMPARISONS])
    matches = np.tile(best, (20_000, 1))
    wrong = rng.random(20_000) < 0.1
    matches[wrong, 3] = 1
    matches[rng.random(20_000) < (np.where(wrong, 0.5, 0.05) if together else 0.1), 1] = 2
    strangers = np.stack(
        [rng.choice(len(c.levels), 200_000, p=np.array([x.u for x in c.levels[::-1]]) / sum(x.u for x in c.levels))
         for c in COMPARISONS], axis=1)  # fmt: skip
    patterns, counts = np.unique(np.vstack([matches, strangers]), axis=0, return_counts=True)
    return PairCounts.of(patterns, counts.astype(float))


@pytest.mark.parametrize(("together", "lift"), [(False, 1.0), (True, 5.3)])
def test_fields_that_err_together_are_found(together, lift):
    pairs = _pairs(together)
    (found,) = (f for f in find_lifts(learn(COMPARISONS, pairs), pairs) if f.fields == ("born", "place"))
    assert found.lift == pytest.approx(lift, rel=0.2)


def test_it_is_said_only_where_it_matters():
    apart, together = (_pairs(t) for t in (False, True))
    assert say_dependence(learn(COMPARISONS, apart), apart, WORDS) == ()
    (said, *_) = say_dependence(learn(COMPARISONS, together), together, WORDS)
    assert said.startswith("born and place both agree less than usual in ")
