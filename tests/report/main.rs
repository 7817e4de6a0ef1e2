//! The scorecard on paper: the same content in every form, and nothing cut off.
#![cfg(feature = "server")]

use calamine::{Data, Reader, Xlsx};
use plumbline::domain::evidence::EvidenceKind;
use plumbline::domain::lang::Lang;
use plumbline::domain::score::{Scorecard, ScorecardState};
use plumbline::report::paper::{Paper, Source};
use plumbline::report::{html, pdf, text, xlsx};
use plumbline::rules::load::{self, Source as Rulesets};
use plumbline::rules::ruleset::Ruleset;
use plumbline::scoring::{Inputs, Tally, explain, score};
use std::io::Cursor;
use std::path::Path;

const AGENCY: &str = "=1+1 恒达公司（示例）<b>";

const CHECKPOINT: &str = "57:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";

fn ruleset() -> Ruleset {
    load::load(&Rulesets::Embedded, &"cn-bank-card".parse().unwrap()).unwrap()
}

/// 5 of 1,000 connected calls without recording, 400 words to be judged, 94 % of the evidence.
fn card(ruleset: &Ruleset) -> Scorecard {
    let ids = |prefix: &str, count: usize| (0..count).map(|i| format!("F-{prefix}{i:04}").parse().unwrap()).collect();
    let tallies = [
        ("recording-missing", Tally { exposure: 1_000, confirmed: ids("a", 5), ..Tally::default() }),
        ("profanity", Tally { exposure: 20_000, open: ids("b", 400), ..Tally::default() }),
    ];
    let inputs = Inputs {
        agency: "A1".parse().unwrap(),
        quarter: "2026Q3".parse().unwrap(),
        tallies: tallies.into_iter().map(|(rule, tally)| (rule.parse().unwrap(), tally)).collect(),
        expected: 100,
        present: 94,
        by_kind: [(EvidenceKind::Transcripts, (40, 39)), (EvidenceKind::Recordings, (60, 55))].into(),
        state: ScorecardState::Provisional,
    };
    score(&ruleset.terms(), &inputs, 3)
}

fn paper(lang: Lang) -> Paper {
    let ruleset = ruleset();
    let checkpoint = Some(CHECKPOINT);
    Paper::of(Source { card: &card(&ruleset), agency: AGENCY, ruleset: &ruleset, checkpoint, lang })
}

/// What must be legible on every form, in the language's words.
fn must_say(lang: Lang) -> Vec<String> {
    let ruleset = ruleset();
    let card = card(&ruleset);
    let mut words =
        vec![card.ruleset_digest.clone(), card.inputs_digest.clone(), CHECKPOINT.to_owned(), "94 %".to_owned()];
    words.push(card.score.unwrap().to_string());
    words.extend(card.completeness_by_kind.iter().map(|kind| explain::kind(kind, lang)));
    words.push("91.67 %".to_owned());
    for deduction in &card.deductions {
        words.push(ruleset.rule(&deduction.rule_id).unwrap().title.get(lang).to_owned());
        words.push(deduction.points.to_string());
        words.extend(deduction.clauses.iter().map(ToString::to_string));
        words.extend(deduction.finding_ids.iter().map(ToString::to_string));
    }
    words.extend(ruleset.scheme.sections.iter().map(|section| section.title.get(lang).to_owned()));
    words
}

#[test]
fn the_terminal_shows_everything() {
    for lang in Lang::ALL {
        let text = text::render(&paper(lang));
        for word in must_say(lang) {
            assert!(text.contains(&word), "{word} is not in\n{text}");
        }
        assert!(!text.contains('{'), "a placeholder is left:\n{text}");
        for (name, value) in paper(lang).facts {
            assert!(!name.contains('-') || name.contains("95"), "a text without its words: {name}");
            assert!(!value.contains("grade-") && !value.contains("paper-"), "a text without its words: {value}");
        }
    }
}

#[test]
fn the_html_shows_everything_and_runs_nothing() {
    for lang in Lang::ALL {
        let html = html::render(&paper(lang));
        for word in must_say(lang) {
            assert!(html.contains(&word), "{word} is not in the HTML");
        }
        assert!(html.contains("恒达公司（示例）&lt;b&gt;"), "names are escaped");
        assert!(html.contains(&format!("<html lang=\"{lang}\">")));
        assert!(!html.contains("<script") && !html.contains("http"), "nothing is fetched");
    }
}

#[test]
fn the_workbook_shows_everything_with_figures_as_figures() {
    let bytes = xlsx::render(&paper(Lang::ZhHant)).unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = workbook.worksheets();
    let cells: Vec<&Data> = sheets.iter().flat_map(|(_, range)| range.cells().map(|(_, _, cell)| cell)).collect();
    let text: String = cells.iter().map(|cell| format!("{cell}\n")).collect();
    for word in must_say(Lang::ZhHant) {
        let figure = word.parse::<f64>().is_ok_and(|number| cells.iter().any(|cell| **cell == Data::Float(number)));
        assert!(figure || text.contains(&word), "{word} is not in the workbook");
    }
    assert!(text.contains("'=1+1"), "a name that looks like a formula is none");
}

#[test]
fn the_same_card_gives_the_same_bytes() {
    assert_eq!(xlsx::render(&paper(Lang::En)).unwrap(), xlsx::render(&paper(Lang::En)).unwrap());
    assert_eq!(pdf::render(&paper(Lang::En), None).unwrap(), pdf::render(&paper(Lang::En), None).unwrap());
}

#[test]
fn the_pdf_embeds_its_font() {
    for lang in Lang::ALL {
        let bytes = pdf::render(&paper(lang), None).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-") && text.contains("/ToUnicode"), "text can be searched and copied");
        assert!(text.contains("/FontFile"), "the font is in the file");
        assert!(bytes.len() < 400_000, "only the characters used are embedded: {} bytes", bytes.len());
    }
}

#[test]
fn a_file_that_is_no_chinese_font_is_refused_in_words() {
    for path in ["Cargo.toml", "no-such-file.ttf"] {
        let error = pdf::render(&paper(Lang::En), Some(Path::new(path))).unwrap_err().to_string();
        assert!(error.contains(path) && error.contains("PLUMBLINE_FONT"), "{error}");
    }
}

#[test]
fn costs_of_another_content_of_the_ruleset_are_not_quoted() {
    let ruleset = ruleset();
    let card = Scorecard { ruleset_digest: "sha256:0".to_owned(), ..card(&ruleset) };
    let source = Source { card: &card, agency: "A", ruleset: &ruleset, checkpoint: None, lang: Lang::En };
    let text = text::render(&Paper::of(source));
    assert!(text.contains("The ruleset has changed since this card was scored"));
    assert!(!text.contains("tolerated"), "{text}");
}

#[test]
fn what_each_check_counts_has_a_name_in_chinese() {
    for id in load::list(&Rulesets::Embedded).unwrap() {
        for rule in load::load(&Rulesets::Embedded, &id).unwrap().rules {
            let unit = rule.check.described().unit();
            let named = explain::unit(unit, Lang::ZhHans) != explain::unit("", Lang::ZhHans);
            assert!(named, "'{unit}' ({}) has no text in src/scoring/explain.toml", rule.id);
        }
    }
}
