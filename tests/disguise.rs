//! Disguised phrases: each way to hide one, what is no disguise, and how many are found.

use plumbline::text::disguise::{Disguise, Disguises, Hidden, Scratch, Unmasked, Unmasker};
use plumbline::text::normalize::{cut, normalize};
use proptest::prelude::*;
use std::sync::LazyLock;

const EVERYDAY: &str = include_str!("../rulesets/common/phrases/everyday.txt");
/// Phrases that are looked for as they are written.
const CORE: &str = include_str!("../rulesets/common/phrases/profanity-core.txt");
const LISTS: [&str; 6] = [
    include_str!("../rulesets/common/phrases/profanity.txt"),
    include_str!("../rulesets/common/phrases/insult.txt"),
    include_str!("../rulesets/common/phrases/threat-violence.txt"),
    include_str!("../rulesets/common/phrases/gang.txt"),
    include_str!("../rulesets/common/phrases/label.txt"),
    include_str!("../rulesets/common/phrases/harassment.txt"),
];

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn all_ways() -> Disguises {
    Disguise::ALL.into_iter().collect()
}

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| lines(EVERYDAY).map(|word| normalize(word).text).collect());

fn unmasker(phrases: &[&str], by: Disguises, everyday: &[String]) -> Unmasker {
    let hidden = phrases.iter().zip(0..).map(|(text, pattern)| Hidden { pattern, text: normalize(text).text, by });
    Unmasker::new(hidden.collect(), everyday).expect("good phrases")
}

fn find(unmasker: &Unmasker, text: &str) -> Vec<Unmasked> {
    let mut found = Vec::new();
    unmasker.find(&normalize(text).text, &mut Scratch::default(), &mut found);
    found
}

/// Each find in `text` that is beyond doubt: the phrase, the way, and the original characters.
fn told<'a>(unmasker: &Unmasker, phrases: &[&'a str], text: &str) -> Vec<(&'a str, Disguise, String)> {
    let normal = normalize(text);
    let tell = |found: Unmasked| {
        let (start, end) = normal.original(found.start, found.end);
        (phrases[found.pattern as usize], found.disguise, cut(text, start, end).to_owned())
    };
    find(unmasker, text).into_iter().filter(|found| !found.doubtful).map(tell).collect()
}

const PHRASES: &[&str] = &[
    "傻逼",
    "傻b",
    "操你妈",
    "你他妈的",
    "弄死你",
    "打死你",
    "去死",
    "装逼",
    "王八蛋",
    "狗日的",
    "不得好死",
    "人渣",
    "垃圾人",
    "骗子",
    "强奸犯",
    "老赖",
    "砍死你全家",
    "给你点颜色看看",
    "蠢猪",
    "shit",
    "fuck",
    "cnm",
];

/// What is written, the phrase, the way, and the original characters that are shown.
const HIDDEN: &[(&str, &str, Disguise, &str)] = &[
    ("你他他他妈妈妈妈的还不还", "你他妈的", Disguise::Stretched, "你他他他妈妈妈妈的"),
    ("砍死死你全家", "砍死你全家", Disguise::Stretched, "砍死死你全家"),
    ("fuuuuck off", "fuck", Disguise::Stretched, "fuuuuck"),
    ("你是人碴吗", "人渣", Disguise::LookAlike, "人碴"),
    ("操伱妈", "操你妈", Disguise::LookAlike, "操伱妈"),
    ("艹你妈", "操你妈", Disguise::LookAlike, "艹你妈"),
    ("what the fuсk", "fuck", Disguise::LookAlike, "fuсk"),
    ("你这个马扁子", "骗子", Disguise::Split, "马扁子"),
    ("小心弓虽女干犯", "强奸犯", Disguise::Split, "弓虽女干犯"),
    ("弄歹匕亻尔", "弄死你", Disguise::Split, "弄歹匕亻尔"),
    ("扌喿你女馬", "操你妈", Disguise::Split, "扌喿你女馬"),
    ("真是春虫虫猪", "蠢猪", Disguise::Split, "春虫虫猪"),
    ("c n m", "cnm", Disguise::Split, "c n m"),
    ("你怎么不去4", "去死", Disguise::Signs, "去4"),
    ("王 8 蛋", "王八蛋", Disguise::Signs, "王 8 蛋"),
    ("狗r的", "狗日的", Disguise::Signs, "狗r的"),
    ("操你m", "操你妈", Disguise::Signs, "操你m"),
    ("傻13", "傻b", Disguise::Signs, "傻13"),
    ("sh1t", "shit", Disguise::Signs, "sh1t"),
    ("真是沙逼", "傻逼", Disguise::Homophone, "沙逼"),
    ("我弄思你", "弄死你", Disguise::Homophone, "弄思你"),
    ("祝你不得好思", "不得好死", Disguise::Homophone, "不得好思"),
    ("曹尼麻", "操你妈", Disguise::Homophone, "曹尼麻"),
    ("你这個垃機人", "垃圾人", Disguise::Homophone, "垃機人"),
    ("給你點顏色刊刊", "给你点颜色看看", Disguise::Homophone, "給你點顏色刊刊"),
    ("你就是个老籁", "老赖", Disguise::LookAlike, "老籁"),
    ("shabi一个", "傻逼", Disguise::Pinyin, "shabi"),
    ("Sha Bi", "傻逼", Disguise::Pinyin, "Sha Bi"),
    ("傻bi", "傻逼", Disguise::Pinyin, "傻bi"),
    ("我cao你妈", "操你妈", Disguise::Pinyin, "cao你妈"),
    ("nong si ni", "弄死你", Disguise::Pinyin, "nong si ni"),
    ("qusi吧", "去死", Disguise::Pinyin, "qusi"),
    ("你NTMD好意思", "你他妈的", Disguise::Initials, "NTMD"),
    ("n t m d", "你他妈的", Disguise::Initials, "n t m d"),
];

#[test]
fn each_way_of_hiding_is_seen_through_to_the_original_characters() {
    let unmasker = unmasker(PHRASES, all_ways(), &WORDS);
    let mut missed = Vec::new();
    for (written, phrase, disguise, excerpt) in HIDDEN {
        let told = told(&unmasker, PHRASES, written);
        if !told.contains(&(*phrase, *disguise, (*excerpt).to_owned())) {
            missed.push(format!("{written}: {told:?}"));
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

#[test]
fn a_way_that_is_not_asked_for_is_not_taken() {
    for (written, phrase, disguise, _) in HIDDEN {
        let others: Disguises = Disguise::ALL.into_iter().filter(|other| other != disguise).collect();
        let found = find(&unmasker(&[phrase], others, &[]), written);
        assert!(found.iter().all(|found| found.disguise != *disguise), "{written}: {found:?}");
        let alone: Disguises = std::iter::once(*disguise).collect();
        assert!(find(&unmasker(&[phrase], alone, &[]), written).len() <= 1, "{written}");
    }
}

/// Nothing is hidden here.
const PLAIN: &[&str] = &[
    // The phrase as it stands is for the first look.
    "傻逼",
    "滚滚滚，你这个人渣",
    "傻 逼",
    "傻傻傻逼逼逼",
    // Words of daily life.
    "下一站去寺庙",
    "您去司法局问一下",
    "他妈妈的电话",
    "我去4楼找他",
    "给您打4次电话",
    "第8期账单",
    "老来有靠",
    "他认真地看着你",
    "看看你的颜色",
    "大家都不得好处",
    "傻瓜相机",
    // Latin words and letters that name things.
    "请在USB接口旁",
    "B座2楼",
    "cnmc公司",
    "能装13个软件",
    "shit2you",
    "women shanghai",
    "kill the process",
];

#[test]
fn what_daily_life_explains_is_no_disguise() {
    let unmasker = unmasker(PHRASES, all_ways(), &WORDS);
    for text in PLAIN {
        assert_eq!(told(&unmasker, PHRASES, text), [], "{text}");
    }
}

/// What is written, and whether a phrase is found in it: not at all, with doubt, or with doubt but behind a person.
const DOUBTFUL: &[(&str, Option<bool>)] = &[
    ("那个杀比", Some(false)),
    ("你这个杀比", Some(true)),
    ("他s逼", Some(true)),
    // A common word, inside and across the edge.
    ("你去四川", None),
    ("来赖着", None),
];

#[test]
fn what_little_is_left_of_a_phrase_is_doubtful() {
    let unmasker = unmasker(PHRASES, all_ways(), &WORDS);
    for (text, expected) in DOUBTFUL {
        let found = find(&unmasker, text);
        assert_eq!(found.first().map(|found| found.addressed), *expected, "{text}: {found:?}");
        assert!(found.iter().all(|found| found.doubtful), "{text}: {found:?}");
    }
}

#[test]
fn a_star_stands_for_one_character_inside_a_phrase() {
    let unmasker = unmasker(PHRASES, all_ways(), &WORDS);
    for (written, excerpts) in [
        ("操*妈", vec!["操*妈"]),
        ("你 他＊的", vec!["你 他＊的"]),
        ("你这王●蛋", vec!["王●蛋"]),
        ("不得*死", vec!["不得*死"]),
        // More than one star, one at an edge, a word of two characters, and stars between all of them.
        ("操**妈", vec![]),
        ("*你妈", vec![]),
        ("傻*逼", vec![]),
        ("操*你*妈", vec![]),
        ("尾号*的", vec![]),
    ] {
        let normal = normalize(written);
        let mut found = Vec::new();
        unmasker.find_starred(written, &normal, &mut Scratch::default(), &mut found);
        let excerpt = |found: &Unmasked| {
            let (start, end) = normal.original(found.start, found.end);
            cut(written, start, end).to_owned()
        };
        assert_eq!(found.iter().map(excerpt).collect::<Vec<_>>(), excerpts, "{written}");
        assert!(found.iter().all(|found| found.disguise == Disguise::Signs), "{written}");
    }
}

#[test]
fn ids_lead_to_disguises_and_back() {
    for disguise in Disguise::ALL {
        assert_eq!(disguise.as_str().parse(), Ok(disguise));
        let mut set = Disguises::default();
        assert!(!set.contains(disguise));
        set.insert(disguise);
        assert!(set.contains(disguise));
        assert_eq!(set.iter().collect::<Vec<_>>(), [disguise]);
    }
    assert!("rot13".parse::<Disguise>().expect_err("no such way").contains("homophone"));
    assert!(unmasker(&["去死"], Disguises::default(), &[]).is_empty());
    assert!(!unmasker(&["去死"], all_ways(), &[]).is_empty());
}

static RULES: LazyLock<(Vec<&'static str>, Unmasker)> = LazyLock::new(|| {
    let mut phrases: Vec<&str> = LISTS.into_iter().flat_map(lines).collect();
    phrases.sort_unstable();
    phrases.dedup();
    let unmasker = unmasker(&phrases, all_ways(), &WORDS);
    (phrases, unmasker)
});

/// Characters of the lists, each with what an input method or speech recognition writes for it.
const MISHEARD: &[(char, &str)] = &[
    ('妈', "马码"),
    ('操', "糙曹"),
    ('你', "泥拟"),
    ('死', "思斯"),
    ('逼', "币闭"),
    ('傻', "啥煞"),
    ('狗', "苟购"),
    ('贱', "剑健"),
    ('骗', "片偏"),
    ('打', "达搭"),
    ('杀', "沙纱"),
    ('砍', "侃坎"),
    ('弄', "农浓"),
    ('滚', "辊磙"),
    ('赖', "籁睐"),
    ('蛋', "旦淡"),
    ('脸', "链联"),
    ('命', "名明"),
    ('黑', "嘿嗨"),
    ('道', "到稻"),
    ('腿', "颓退"),
    ('刀', "叨岛"),
    ('疯', "风峰"),
    ('废', "费肺"),
    ('脑', "恼闹"),
    ('猪', "珠朱"),
    ('鬼', "桂诡"),
    ('烧', "稍捎"),
    ('炸', "榨诈"),
    ('泼', "坡婆"),
    ('堵', "赌睹"),
    ('闹', "脑恼"),
    ('屁', "僻辟"),
    ('鸡', "基机"),
    ('娘', "酿嬢"),
    ('爷', "椰耶"),
    ('畜', "触矗"),
    ('渣', "扎喳"),
    ('蠢', "春纯"),
    ('烂', "滥兰"),
];

#[test]
fn nine_of_ten_misheard_phrases_are_found() {
    let (phrases, unmasker) = &*RULES;
    let (mut found, mut tried) = (0, 0);
    for phrase in phrases.iter().filter(|phrase| phrase.chars().count() > 1) {
        for (at, character) in phrase.char_indices() {
            let Some((_, others)) = MISHEARD.iter().find(|(known, _)| *known == character) else { continue };
            for other in others.chars() {
                let written = format!("{}{other}{}", &phrase[..at], &phrase[at + character.len_utf8()..]);
                tried += 1;
                let as_it_stands = phrases.iter().any(|phrase| written.contains(phrase));
                found += usize::from(as_it_stands || !find(unmasker, &format!("我说，{written}，听见没有")).is_empty());
            }
        }
    }
    assert!(tried > 1_500, "{tried} tried");
    assert!(found * 10 >= tried * 9, "{found} of {tried}");
}

#[test]
fn lawful_talk_hides_nothing() {
    let (phrases, unmasker) = &*RULES;
    let lawful = lines(include_str!("../fixtures/talk/lawful.txt")).filter_map(|line| line.splitn(3, '|').nth(2));
    let talk = [
        include_str!("../fixtures/quarter/talk.zh-Hans.toml"),
        include_str!("../fixtures/quarter/talk.zh-Hant.toml"),
        include_str!("../fixtures/compliant/near-misses.jsonl"),
        include_str!("../fixtures/compliant/ordinary-days.jsonl"),
    ];
    let quoted = talk.into_iter().flat_map(|text| text.split('"').skip(1).step_by(2));
    let hidden = lawful.chain(quoted).flat_map(|text| told(unmasker, phrases, text));
    // What stands there openly is no disguise of the ways in which it is often misspelt; a debtor says so in the talk.
    let open = |text: &str| phrases.iter().copied().chain(lines(CORE)).any(|it| normalize(text).text.contains(it));
    let hidden: Vec<_> = hidden.filter(|(_, _, shown)| !open(shown)).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

proptest! {
    #[test]
    fn any_text_is_looked_through(text in "[傻逼操你妈死歹匕亻尔马扁shabicnm1348 *●,а艹😀\u{300}-\u{310}\u{4e00}-\u{4eff}]{0,60}|\\PC{0,60}") {
        let normal = normalize(&text);
        let (_, unmasker) = &*RULES;
        let mut starred = Vec::new();
        unmasker.find_starred(&text, &normal, &mut Scratch::default(), &mut starred);
        for found in find(unmasker, &text).into_iter().chain(starred) {
            prop_assert!(found.start < found.end);
            prop_assert!(normal.text.is_char_boundary(found.start) && normal.text.is_char_boundary(found.end));
        }
    }

    #[test]
    fn any_phrases_are_taken(phrases in proptest::collection::vec("\\PC{0,12}", 0..8), text in "\\PC{0,40}") {
        let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
        find(&unmasker(&phrases, all_ways(), &[]), &text);
    }
}
