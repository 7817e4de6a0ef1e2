//! What speakers say between the digits of a number, and how they say a digit or a letter.

use std::sync::LazyLock;

/// Said between two digits of one number, in normal form.
const BETWEEN: &str = "\
    您核对一下 您对一下 您记一下 您听一下 您看一下 核对一下 对一下 记一下 听一下 看一下 等一下 我看一下 我念慢一点 慢一点 \
    您听好 听好 稍等 等等 我看看 听清楚了吗 听清楚吗 听清了吗 听得清吗 听到了吗 听得到吗 记下了吗 记下来了吗 有记下来吗 记好了吗 \
    对不对 对吧 对吗 对的 对 是不是 是吧 是吗 是的 是 没错吧 没错 没有错吧 正确吗 好吧 好吗 好的 好 可以吗 行吗 有吗 有没有错 \
    然后是 然后再 然后 接着是 接着 接下来是 接下来 下面是 下面 后面是 后面 后头是 后头 再来是 再来 再是 再接 再 跟着是 跟着 \
    最后面是 最后面 最后是 最后 末尾是 末尾 结尾是 结尾 尾数是 尾数 开头是 开头的 开头 中间是 中间 前面是 前面 之后是 之后 还有 \
    完了是 完了 以及 加上 接上 继续 往下 下一组是 下一组 下一段 下一位 下一个 后边是 后边 接 \
    逗号 空格 横杠 横线 短横 减号 杠 停顿 顿号 句号 斜杠 破折号 连接号 连续 连着 又是 \
    出生日期是 出生日期 出生年月日 出生年月 出生 生日是 生日 大写的 大写 小写的 小写 英文字母 字母 英文 字头 带个 带一个 带 \
    那个 这个 就是说 就是 这样子 这样 嗯哼 嗯 啊 呃 额 哦 喔 噢 欸 诶 唉 哎 呀 哈 唔 吧 吗 呢 嘛 耶 齁 的";

/// Letters as they are said, longest first where one begins another; for the letter before a Taiwan number.
const LETTERS: &str = "\
    A欸 A诶 A哎 A耶 B逼 B比 B必 B毕 B币 C西 C希 C吸 D低 D滴 D地 D弟 D迪 E伊 E衣 E依 F艾弗 F爱弗 F艾福 F爱福 F艾夫 F欸弗 F欸福 F欸夫 F诶弗 \
    F诶夫 G居 G机 G鸡 G记 H艾取 H爱取 H欸取 H艾曲 H爱曲 H欸曲 H诶取 H诶曲 J杰 J接 J街 K凯 K开 K尅 L艾洛 L爱洛 L欸洛 L艾尔 L爱尔 \
    L欸鲁 L艾鲁 L诶漏 L艾漏 M艾姆 M爱姆 M欸姆 M诶姆 N恩 N嗯 N摁 S艾斯 S爱斯 S欸斯 S诶斯 I艾 I爱 O欧 O喔 O噢 O哦 P批 P屁 P皮 P披 Q丘 Q秋 Q邱 Q扣 \
    R阿尔 R啊尔 R阿 R啊 T踢 T替 T提 T梯 T体 U优 U幽 U由 V威 V微 V维 W达不溜 W打不溜 W大不溜 W搭不溜 W达布溜 W大布溜 X艾克斯 X埃克斯 X爱克斯 \
    X叉 Y歪 Y外 Y崴 Z贼 Z滋";

/// The check sign of a mainland identity number, as it is said.
const CROSS: &str = "艾克斯 埃克斯 爱克斯 挨克斯 哎克斯 唉克斯 欸克斯 诶克斯 艾可斯 叉叉 叉 х χ";

/// Latin words that fill a pause.
const LATIN_BETWEEN: [&str; 10] = ["ok", "okay", "em", "um", "uh", "er", "eh", "ah", "en", "emm"];

/// Words that begin with a digit and are none.
const NO_DIGITS: &str = "\
    一下 一共 一直 一样 一定 一起 一遍 一次 一会 一般 一些 一致 一切 一旦 一点 一边 一并 一律 一张卡 一张信 两张 一笔 两笔 一开始 一方面 三方 \
    陆先 陆女 陆小 陆总 伍先 伍女 伍小 伍总 二维 二姐 三姐 二哥 三哥 四川 六安 七天 三天 两天 九江 幺妹 洞口 拐弯 勾选 参考 参加";

/// The characters of 'the first six', 'the second group', 'the last place is'.
const COUNTED: &str = "最前后末首头尾中第面间位码组段节个数字是为十几";

/// Behind them stands a number that is no card.
const OTHER_NUMBERS: [&str; 11] =
    ["订单", "运单", "单号", "流水", "虚拟", "条码", "发票", "案号", "案件编号", "合同编号", "合同号"];

/// A mark, and a word without its first character.
type Rest = (u8, Vec<char>);

/// Words by their first character, longest first.
struct Words(Vec<(char, Vec<Rest>)>);

impl Words {
    /// Words between spaces; with `marked` the first character of each is a mark.
    fn new(words: &str, marked: bool) -> Self {
        let mut table = std::collections::BTreeMap::<char, Vec<Rest>>::new();
        for word in words.split_whitespace() {
            let mut characters = word.chars();
            let mark = if marked { characters.next().map_or(0, |mark| mark as u8) } else { 0 };
            if let Some(first) = characters.next() {
                table.entry(first).or_default().push((mark, characters.collect::<Vec<char>>()));
            }
        }
        table.values_mut().for_each(|words| words.sort_by_key(|(_, rest)| std::cmp::Reverse(rest.len())));
        Self(table.into_iter().collect())
    }

    /// The mark and length of the longest word that `text` begins with.
    fn longest(&self, text: &[char]) -> Option<(u8, usize)> {
        let (first, rest) = text.split_first()?;
        let index = self.0.binary_search_by_key(first, |(first, _)| *first).ok()?;
        let (mark, word) = self.0[index].1.iter().find(|(_, word)| rest.starts_with(word))?;
        Some((*mark, word.len() + 1))
    }
}

static BETWEEN_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(BETWEEN, false));
static LETTER_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(LETTERS, true));
static CROSS_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(CROSS, false));
static NO_DIGIT_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(NO_DIGITS, false));

/// The length of what may stand between two digits, if `text` begins with such a thing.
pub(super) fn between(text: &[char]) -> Option<usize> {
    BETWEEN_WORDS.longest(text).map(|(_, length)| length).max(counted(text))
}

/// The length of a word that begins with a digit and is no number.
pub(super) fn no_digit(text: &[char]) -> Option<usize> {
    NO_DIGIT_WORDS.longest(text).map(|(_, length)| length)
}

/// The length of a spoken X.
pub(super) fn cross(text: &[char]) -> Option<usize> {
    CROSS_WORDS.longest(text).map(|(_, length)| length)
}

/// The letter that `text` begins with as it is said, and its length.
pub(super) fn letter(text: &[char]) -> Option<(u8, usize)> {
    LETTER_WORDS.longest(text)
}

/// Whether `text` ends with the name of a number that is no card, a few characters aside.
pub(super) fn names_other_number(text: &[char]) -> bool {
    let end: String = text[text.len().saturating_sub(8)..].iter().collect();
    OTHER_NUMBERS.iter().any(|name| end.contains(name)) && !end.contains("卡号")
}

/// Whether `character` stands in any of the words that may stand within a number.
pub(super) fn is_said(character: char) -> bool {
    [BETWEEN, LETTERS, CROSS, COUNTED].iter().any(|words| words.contains(character))
}

/// Whether a Latin word fills a pause.
pub(super) fn is_latin_between(word: &[char]) -> bool {
    LATIN_BETWEEN.iter().any(|between| between.chars().eq(word.iter().copied()))
}

/// 'the first six', 'the second group', 'the last place is'.
fn counted(text: &[char]) -> Option<usize> {
    let mut at = usize::from(text.first() == Some(&'最'));
    let mut skip = |allowed: &str, most: usize| {
        let length = text[at..].iter().take(most).take_while(|&&c| allowed.contains(c)).count();
        at += length;
        length > 0
    };
    let holds = skip("前后末首头尾中第", 1) && {
        skip("面间", 1);
        skip("0123456789一二两三四五六七八九十几", 2) && skip("位码组段节个", 1)
    };
    if holds {
        skip("数", 1);
        skip("字", 1);
        skip("是为", 1);
    }
    holds.then_some(at)
}
