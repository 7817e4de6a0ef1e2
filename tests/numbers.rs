//! Card, identity and telephone numbers and amounts of money: as they are written, read out and disguised.

use plumbline::text::normalize::cut;
use plumbline::text::personal_data::NumberKind::{
    Card, Landline, MainlandId, Mobile, Money, TaiwanId, TaiwanResidence,
};
use plumbline::text::personal_data::{NumberKind, find, find_kinds};
use proptest::prelude::*;

/// Valid by their checksums, and nobody's: the text, the kind, the excerpt.
const CHECKED: &[(&str, NumberKind, &str)] = &[
    ("卡号6222021234567890128", Card, "6222021234567890128"),
    ("4111 1111 1111 1111", Card, "4111 1111 1111 1111"),
    ("4111-1111-1111-1111是吧", Card, "4111-1111-1111-1111"),
    ("３７８２８２２４６３１０００５", Card, "３７８２８２２４６３１０００５"),
    ("四一一一，一一一一，嗯，一一一一，一一一一", Card, "四一一一，一一一一，嗯，一一一一，一一一一"),
    ("肆壹壹壹壹壹壹壹壹壹壹壹壹壹壹壹", Card, "肆壹壹壹壹壹壹壹壹壹壹壹壹壹壹壹"),
    ("身份证11010119900101004X", MainlandId, "11010119900101004X"),
    ("11010119900101004x", MainlandId, "11010119900101004x"),
    ("110101 19900101 0007", MainlandId, "110101 19900101 0007"),
    ("幺幺零幺零幺幺九九零零幺零幺零零零七", MainlandId, "幺幺零幺零幺幺九九零零幺零幺零零零七"),
    ("A123456789", TaiwanId, "A123456789"),
    ("身分證Ａ１２３４５６７８９。", TaiwanId, "Ａ１２３４５６７８９"),
    ("A800000014", TaiwanResidence, "A800000014"),
    ("AC01234567", TaiwanResidence, "AC01234567"),
    // Words between the digits.
    (
        "六二二二 对吧 〇二幺二 三四五六 然后是七八九零 最后幺二八",
        Card,
        "六二二二 对吧 〇二幺二 三四五六 然后是七八九零 最后幺二八",
    ),
    ("前四位是6222，后面0212，3456，7890，最后三位128", Card, "6222，后面0212，3456，7890，最后三位128"),
    ("6222逗号0212空格3456杠7890，128对不对", Card, "6222逗号0212空格3456杠7890，128"),
    ("6222，您记一下，0212，听清楚了吗，3456，7890，128", Card, "6222，您记一下，0212，听清楚了吗，3456，7890，128"),
    ("第一組4111，第二組1111，第三組1111，第四組1111", Card, "4111，第二組1111，第三組1111，第四組1111"),
    ("4111那个1111呃1111，ok，1111", Card, "4111那个1111呃1111，ok，1111"),
    // Repeated digits.
    ("四三个一，四个一，四个1，1111", Card, "四三个一，四个一，四个1，1111"),
    ("6double2二〇二幺二三四五六七八九〇幺二八", Card, "6double2二〇二幺二三四五六七八九〇幺二八"),
    ("六三个二〇二幺二三四五六七八九〇幺二八", Card, "六三个二〇二幺二三四五六七八九〇幺二八"),
    ("六俩二二〇二幺二三四五六七八九一个零幺二八", Card, "六俩二二〇二幺二三四五六七八九一个零幺二八"),
    // Other digits, look-alikes, separators.
    ("六兩兩兩洞兩幺兩三四五六拐八勾洞幺兩八", Card, "六兩兩兩洞兩幺兩三四五六拐八勾洞幺兩八"),
    ("6222O2l234567890l28", Card, "6222O2l234567890l28"),
    ("6️⃣2️⃣2️⃣2️⃣0️⃣2️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣1️⃣2️⃣8", Card, "6️⃣2️⃣2️⃣2️⃣0️⃣2️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣1️⃣2️⃣8"),
    ("⑥②②②⓪②①②③④⑤⑥⑦⑧⑨⓪①②⑧", Card, "⑥②②②⓪②①②③④⑤⑥⑦⑧⑨⓪①②⑧"),
    ("6*2*2*2*0*2*1*2*3*4*5*6*7*8*9*0*1*2*8", Card, "6*2*2*2*0*2*1*2*3*4*5*6*7*8*9*0*1*2*8"),
    ("6222......0212 —— 3456、7890／128", Card, "6222......0212 —— 3456、7890／128"),
    // Words behind and before that begin with a digit.
    ("六二二二〇二幺二三四五六七八九〇幺二八一共十九位", Card, "六二二二〇二幺二三四五六七八九〇幺二八"),
    ("核对一下六二二二〇二幺二三四五六七八九〇幺二八", Card, "六二二二〇二幺二三四五六七八九〇幺二八"),
    ("四一一一一一一一一一一一一一一一陆先生", Card, "四一一一一一一一一一一一一一一一"),
    ("第一，六二二二，〇二幺二，三四五六，七八九〇，幺二八", Card, "六二二二，〇二幺二，三四五六，七八九〇，幺二八"),
    ("6222021234567890128（19位）", Card, "6222021234567890128"),
    ("6222021234567890128，3期", Card, "6222021234567890128"),
    ("订单付款用的卡号6222021234567890128", Card, "6222021234567890128"),
    ("您的ID是 F123456784", TaiwanId, "F123456784"),
    (
        "六二二二零二幺二三四五六七八九零，一，下一组，二，八",
        Card,
        "六二二二零二幺二三四五六七八九零，一，下一组，二，八",
    ),
    // X at the end, and the date of birth said as a date.
    ("幺幺零幺零幺幺九九零零幺零幺零零四叉", MainlandId, "幺幺零幺零幺幺九九零零幺零幺零零四叉"),
    ("11010119900101004，最后一位是艾克斯", MainlandId, "11010119900101004，最后一位是艾克斯"),
    ("11010119900101004大写的X", MainlandId, "11010119900101004大写的X"),
    ("11010119900101004×", MainlandId, "11010119900101004×"),
    ("前六位110101，出生日期1990年1月1号，后四位004X", MainlandId, "110101，出生日期1990年1月1号，后四位004X"),
    ("幺幺零幺零幺，九零年一月一日，零零四埃克斯", MainlandId, "幺幺零幺零幺，九零年一月一日，零零四埃克斯"),
    // Letters of Taiwan numbers.
    ("身分證字號 a一二三四五六七八九", TaiwanId, "a一二三四五六七八九"),
    ("英文字母A，然後123，456，789", TaiwanId, "A，然後123，456，789"),
    ("字號是欸，一二三四五六七八九", TaiwanId, "欸，一二三四五六七八九"),
    ("身分證是艾弗，幺二三四五六七八四", TaiwanId, "艾弗，幺二三四五六七八四"),
    ("F開頭，123 456 784", TaiwanId, "F開頭，123 456 784"),
    ("身分證 Ｆ-１２３-４５６-７８４", TaiwanId, "Ｆ-１２３-４５６-７８４"),
    ("居留證 A C 零一 二三四 五六七", TaiwanResidence, "A C 零一 二三四 五六七"),
];

#[test]
fn full_numbers_are_told_by_their_checksums() {
    for (text, kind, excerpt) in CHECKED {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].kind, cut(text, found[0].start, found[0].end)), (*kind, *excerpt), "{text}");
    }
}

#[test]
fn a_number_is_given_as_its_digits_and_letters() {
    let number = |text: &str| find(text).into_iter().map(|found| found.number).collect::<Vec<_>>();
    assert_eq!(number("六二二二〇二幺二三四五六七八九〇幺二八"), ["6222021234567890128"]);
    assert_eq!(number("四三个一，四个一，四个1，1111"), ["4111111111111111"]);
    assert_eq!(number("110101，1990年1月1号，004叉"), ["11010119900101004X"]);
    assert_eq!(number("A123456789，還有4111111111111111"), ["A123456789", "4111111111111111"]);
}

#[test]
fn other_numbers_are_left_alone() {
    let harmless = [
        "6222021234567890127",
        "尾号0128",
        "6222 **** **** 0128",
        "6222××××××××0128",
        "6222xxxxxxxx0128",
        "13900000001转10000，20000",
        "11010119900101004A",
        "11011319901301004X",
        "A123456788",
        "欸，一二三四五六七八八",
        "订单41111111111111112",
        "0000000000000000",
        "四一一一的时候我们说一一一一一一一一一一一一",
        "4111，还款1111元，1111年，1111",
        "4月1日还1111，11月1日还1111，1月1日还1111",
        "三个八折，四个一样，一二三四五六七八九",
        "2026年11月30日，2026年12月30日",
        // An order, a virtual account: the sum is right by chance.
        "订单号4111111111111111",
        "虛擬帳號4111111111111111，請至超商繳款",
        // Pieces of longer numbers, read out with the same pauses.
        "4111 1111 1111 1111 22",
        "9，4111，1111，1111，1111",
    ];
    for text in harmless {
        assert_eq!(find(text), [], "{text}");
    }
}

/// Telephone numbers and amounts: the text, the kind, the excerpt, the number.
const FURTHER: &[(&str, NumberKind, &str, &str)] = &[
    ("打13900000001找我", Mobile, "13900000001", "13900000001"),
    ("手机是一三九，零零零零，零零零一", Mobile, "一三九，零零零零，零零零一", "13900000001"),
    ("幺三九四个零三个零幺", Mobile, "幺三九四个零三个零幺", "13900000001"),
    ("+86 139 0000 0001", Mobile, "86 139 0000 0001", "8613900000001"),
    ("手機0912-345-678", Mobile, "0912-345-678", "0912345678"),
    ("零九一二，三四五，六七八", Mobile, "零九一二，三四五，六七八", "0912345678"),
    ("+886912345678", Mobile, "886912345678", "886912345678"),
    ("电话是010-62345678", Landline, "010-62345678", "01062345678"),
    ("（0755）8234 5678", Landline, "0755）8234 5678", "075582345678"),
    ("市話(02)2345-6789", Landline, "02)2345-6789", "0223456789"),
    ("零七 三四五六七八九", Landline, "零七 三四五六七八九", "073456789"),
    ("先还三万五千块", Money, "三万五千块", "35000"),
    ("还有3.5万没还", Money, "3.5万", "35000"),
    ("金額是NT$12,000", Money, "NT$12,000", "12000"),
    ("要两千多元", Money, "两千多元", "两千多"),
    ("三万五就行", Money, "三万五", "35000"),
    ("新臺幣參萬貳仟元整", Money, "新臺幣參萬貳仟元整", "32000"),
    ("付一千零五十块钱", Money, "一千零五十块钱", "1050"),
    ("三块五", Money, "三块五", "3.50"),
    ("¥ 88.80", Money, "¥ 88.80", "88.80"),
    ("１２００元", Money, "１２００元", "1200"),
    ("先还五百", Money, "五百", "500"),
    ("您先交2000吧", Money, "2000", "2000"),
    ("手续费五百", Money, "五百", "500"),
    ("每个月三百", Money, "三百", "300"),
    ("还得好几万", Money, "好几万", "好几万"),
    ("十几万块", Money, "十几万块", "十几万"),
    ("数十万元", Money, "数十万元", "数十万"),
    ("一百二十三元", Money, "一百二十三元", "123"),
    ("1億2千萬元", Money, "1億2千萬元", "120000000"),
];

#[test]
fn telephone_numbers_and_amounts_are_found_where_asked_for() {
    for (text, kind, excerpt, number) in FURTHER {
        let found = find_kinds(text, &NumberKind::ALL);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].kind, cut(text, found[0].start, found[0].end)), (*kind, *excerpt), "{text}");
        assert_eq!(found[0].number, *number, "{text}");
        assert_eq!(find_kinds(text, &[*kind]), found, "{text}");
        assert_eq!(find(text), [], "{text}");
        assert_eq!(find_kinds(text, &[Card, TaiwanId]), [], "{text}");
    }
}

#[test]
fn what_is_no_telephone_number_and_no_amount_is_left_alone() {
    let harmless = [
        "12300000000",
        "1390000000",
        "139000000011",
        "1949年10月1日",
        "三千多人",
        "一共三百人",
        "每天一百次",
        "两公里",
        "千万别着急",
        "万一有事",
        "一块去吧",
        "这块地",
        "三十天之内",
        "百分之三",
        "按1号键",
        "95588",
        "成千上万的人",
        "第三千名",
        "十五号之前",
        "一万年",
        "尾号5678的卡",
    ];
    for text in harmless {
        assert_eq!(find_kinds(text, &[Mobile, Landline, Money]), [], "{text}");
    }
}

#[test]
fn numbers_come_in_order_and_a_card_hides_the_telephone_number_in_it() {
    let kinds = |text: &str, kinds: &[NumberKind]| -> Vec<NumberKind> {
        find_kinds(text, kinds).iter().map(|found| found.kind).collect()
    };
    let text = "转500元到6222021234567890128，或打13900000001";
    assert_eq!(kinds(text, &NumberKind::ALL), [Money, Card, Mobile]);
    assert_eq!(kinds(text, &[Mobile, Card]), [Card, Mobile]);
    assert_eq!(kinds(text, &[]), []);
    // 'Four one three nine …' is a card although a mobile number stands in it.
    assert_eq!(kinds("4 13900000001 0006", &[Mobile]), [Mobile]);
    assert_eq!(kinds("4 13900000001 0005", &[Mobile]), []);
}

#[test]
fn kinds_are_named() {
    for kind in NumberKind::ALL {
        assert_eq!(NumberKind::from_id(kind.as_str()), Some(kind));
    }
    assert_eq!(NumberKind::from_id("passport"), None);
}

fn luhn_check(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(digit - b'0')) {
            (0, value) => value * 2 / 10 + value * 2 % 10,
            (_, value) => value,
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

fn spoken(digit: char, style: usize) -> String {
    const STYLES: [&str; 5] =
        ["0123456789", "零一二三四五六七八九", "〇幺二三四五六七八九", "０１２３４５６７８９", "洞幺两三四五六拐八勾"];
    let place = digit as usize - '0' as usize;
    STYLES[style].chars().nth(place).map(String::from).unwrap_or_default()
}

proptest! {
    #[test]
    fn a_card_is_found_however_it_is_read_out(
        digits in "62[0-9]{13,16}",
        style in 0_usize..5,
        group in 2_usize..7,
        pause in proptest::sample::select(vec!["", " ", "，", "，嗯，", "、", "-", "那个", " 对吧 ", "。然后", "，空格，", "……"]),
        before in proptest::sample::select(vec!["", "您的卡号是", "卡號", "我念一下，"]),
        after in proptest::sample::select(vec!["", "，对吗？", "，没错吧", "的卡", "，一共欠三千元", "是您的吧"]),
    ) {
        let number = format!("{digits}{}", luhn_check(&digits));
        let mut text = before.to_owned();
        for (place, digit) in number.chars().enumerate() {
            if place > 0 && place % group == 0 {
                text += pause;
            }
            text += &spoken(digit, style);
        }
        text += after;
        let found = find(&text);
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!(&found[0].number, &number, "{}", text);
    }

    #[test]
    fn places_are_within_the_text_and_in_order(text in "[0-9０-９一-九零两三五六个十百千万亿元块年月日号xA-Fa欸叉对吧嗯，。.,$*× \u{200b}]{0,60}") {
        let length = text.chars().count() as u32;
        for found in find_kinds(&text, &NumberKind::ALL) {
            prop_assert!(found.start < found.end && found.end <= length, "{text}: {found:?}");
            prop_assert!(!found.number.is_empty());
        }
        let checked = find(&text);
        prop_assert!(checked.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
