//! What a check counts has a name in every language, so that 'n' is never a bare number on a scorecard.

use super::evidence::ruleset;
use plumbline::domain::lang::Lang;
use plumbline::scoring::explain;

#[test]
fn every_unit_has_a_name_in_every_language() {
    for id in ["cn-bank-card", "cn-gbt45251-2025", "tw-minimum-standard", "us-regf"] {
        for rule in &ruleset(id).rules {
            let unit = rule.check.described().unit();
            for lang in [Lang::ZhHans, Lang::ZhHant] {
                let known = explain::unit(unit, lang) != explain::unit("something nobody counts", lang);
                assert!(known, "{}: add [\"unit-{unit}\"] to src/scoring/explain.toml", rule.id);
            }
        }
    }
}
