//! Normalisation and its way back, phrase search, masking.

use plumbline::text::mask::masked;
use plumbline::text::normalize::{cut, normalize};
use plumbline::text::phrases::Phrases;
use proptest::prelude::*;
use std::collections::HashSet;

/// What is written, and its normal form.
const NORMAL_FORMS: &[(&str, &str)] = &[
    ("ＡＢＣ１２３", "abc123"),
    ("討債公司潑漆", "讨债公司泼漆"),
    ("帳款 帐款 账款", "账款账款账款"),
    ("乾淨 後來 裡面 著急", "干净后来里面着急"),
    ("弄 死，你！", "弄死你"),
    ("弄\u{200b}死\u{feff}你", "弄死你"),
    ("弄\u{301}死\u{20dd}你", "弄死你"),
    ("弄😀死🔥你", "弄死你"),
    ("弄·死*你", "弄死你"),
    ("㈱①㌔", "株1キロ"),
    ("OK Go", "ok go"),
    ("c n m", "c n m"),
    ("用APP还", "用app还"),
    ("3,000 元", "3 000元"),
    ("", ""),
    ("。。。", ""),
];

#[test]
fn width_case_script_and_separators_are_folded() {
    for (written, normal) in NORMAL_FORMS {
        assert_eq!(normalize(written).text, *normal, "{written:?}");
    }
}

#[test]
fn a_match_leads_back_to_the_original_characters() {
    let cases = [
        ("你這個　人＊渣。", "人渣", "人＊渣"),
        ("去\u{200b}死吧", "去死", "去\u{200b}死"),
        ("付㈱三", "株", "㈱"),
        ("𠮷野家弄死你", "弄死你", "弄死你"),
        ("ＦＵＣＫ you", "fuck", "ＦＵＣＫ"),
    ];
    for (written, phrase, excerpt) in cases {
        let normal = normalize(written);
        let start = normal.text.find(phrase).unwrap_or_else(|| panic!("{phrase} in {:?}", normal.text));
        let (first, last) = normal.original(start, start + phrase.len());
        assert_eq!(cut(written, first, last), excerpt, "{written}");
    }
}

#[test]
fn clauses_end_at_commas_and_sentences_at_full_stops() {
    let normal = normalize("我们不会，骂人。好的");
    let at = |word: &str| normal.text.find(word).expect("the word stands there");
    assert_eq!(normal.clause_start(at("骂")), at("骂"));
    assert_eq!(normal.clause_start(at("会")), 0);
    assert_eq!(normal.clause_end(at("会")), at("骂"));
    assert_eq!(normal.clause_end(at("好")), at("好"));
    assert!(!normal.sentence_ends_inside(0, at("人")));
    assert!(normal.sentence_ends_inside(0, normal.text.len()));
}

#[test]
fn latin_phrases_stand_alone() {
    let phrases = Phrases::new(vec!["sb".to_owned(), "傻b".to_owned()]).expect("two phrases");
    let found = |text: &str| phrases.find(&normalize(text).text).count();
    assert_eq!(found("你个SB"), 1);
    assert_eq!(found("USB接口"), 0);
    assert_eq!(found("傻B吧"), 1);
    assert_eq!(found("傻BBC"), 0);
}

#[test]
fn masking_leaves_the_last_four_and_the_length() {
    assert_eq!(masked("卡号6222021234567890128，对吗"), "卡号***************0128，对吗");
    assert_eq!(masked("尾号0128"), "尾号0128");
}

fn separators() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["", " ", "　", "*", "·", "\u{200b}", "，", "😀", "-", "\u{301}", "..."])
        .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn every_stretch_of_the_normal_form_is_a_cut_of_the_original(text in "[a-zA-Z0-9ａ-ｚ一-龥，。 ㈱①\u{200b}😀]{0,40}") {
        let normal = normalize(&text);
        let bounds: Vec<usize> = normal.text.char_indices().map(|(byte, _)| byte).chain([normal.text.len()]).collect();
        for pair in bounds.windows(2) {
            let (first, last) = normal.original(pair[0], pair[1]);
            prop_assert!(first < last && last <= normal.original_len());
            let piece = &normal.text[pair[0]..pair[1]];
            let excerpt = cut(&text, first, last);
            prop_assert!(piece == " " || normalize(excerpt).text.contains(piece), "{piece} of {excerpt}");
        }
    }

    #[test]
    fn separators_between_characters_never_hide_a_phrase(between in proptest::collection::vec(separators(), 4)) {
        let phrases = Phrases::new(vec!["打断你的腿".to_owned()]).expect("one phrase");
        let mut text = String::from("再不还，");
        for (index, character) in "打断你的腿".chars().enumerate() {
            text.push(character);
            text += between.get(index).map_or("", String::as_str);
        }
        let normal = normalize(&text);
        let found: Vec<_> = phrases.find(&normal.text).collect();
        prop_assert_eq!(found.len(), 1);
        let (first, last) = normal.original(found[0].start, found[0].end);
        let excerpt = cut(&text, first, last);
        let whole = excerpt.starts_with('打') && excerpt.ends_with('腿');
        prop_assert!(whole, "{}", excerpt);
    }

    #[test]
    fn overlapping_phrases_are_found_as_aho_corasick_finds_them(
        patterns in proptest::collection::hash_set("[甲乙丙]{1,4}", 1..12),
        text in "[甲乙丙丁]{0,60}",
    ) {
        let patterns: Vec<String> = patterns.into_iter().collect();
        let ours = Phrases::new(patterns.clone()).expect("some phrases");
        let oracle = aho_corasick::AhoCorasick::new(&patterns).expect("some phrases");
        let mut found: Vec<_> = ours.find(&text).map(|found| (found.start, found.end, found.pattern)).collect();
        let mut expected: Vec<_> =
            oracle.find_overlapping_iter(&text).map(|found| (found.start(), found.end(), found.pattern().as_u32())).collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}

/// Numbers that look drawn by lot and are the same on every run.
struct Lots(u64);

impl Lots {
    /// One of `of`.
    fn draw<T: Copy>(&mut self, of: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }

    /// Up to `most` pieces of `of`.
    fn text(&mut self, of: &[&str], most: &[usize]) -> String {
        (0..self.draw(most)).map(|_| self.draw(of)).collect()
    }
}

const CHARACTERS: [&str; 14] = ["甲", "乙", "丙", "丁", "戊", "讨", "债", "电", "话", "a", "b", "c", "1", "甲乙"];
/// The same in the other script, width and case, and signs between.
const FORMS: [&str; 16] =
    ["討", "債", "電", "話", "Ａ", "B", "ｃ", "１", " ", "，", "。", "*", "\u{200b}", "😀", "\u{301}", "…"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn thousands_of_phrases_are_found_as_aho_corasick_finds_them(seed in any::<u64>()) {
        let mut lots = Lots(seed);
        let patterns: HashSet<String> = (0..4_000).map(|_| lots.text(&CHARACTERS, &[1, 2, 3, 3, 4, 4, 5])).collect();
        let patterns: Vec<String> = patterns.into_iter().collect();
        let pieces = [CHARACTERS.as_slice(), CHARACTERS.as_slice(), FORMS.as_slice()].concat();
        let normal = normalize(&lots.text(&pieces, &[0, 10, 1_000])).text;
        let ours = Phrases::new(patterns.clone()).expect("some phrases");
        let oracle = aho_corasick::AhoCorasick::new(&patterns).expect("some phrases");
        // A phrase that begins or ends in a Latin letter or digit touches no other.
        let latin = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        let touches = |before: &str, behind: &str| latin(before.chars().next_back()) && latin(behind.chars().next());
        let alone = |start: usize, end: usize| {
            let inside = &normal[start..end];
            !touches(&normal[..start], inside) && !touches(inside, &normal[end..])
        };
        let mut found: Vec<_> = ours.find(&normal).map(|found| (found.start, found.end, found.pattern)).collect();
        let mut expected: Vec<_> = oracle
            .find_overlapping_iter(&normal)
            .filter(|found| alone(found.start(), found.end()))
            .map(|found| (found.start(), found.end(), found.pattern().as_u32()))
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert!(normal.len() < 1_000 || found.len() > 100);
        prop_assert_eq!(found, expected);
    }
}
