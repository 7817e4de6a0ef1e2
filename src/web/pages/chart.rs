//! Charts drawn on the server: a score's bar with its interval, the trend over quarters.

use crate::domain::score::{Hundredths, Scorecard};
use askama::Template;

/// A score on its way to 100, with the interval drawn over it.
#[derive(Template)]
#[template(path = "parts/bar.html")]
pub struct Bar {
    score: Hundredths,
    range: Option<Range>,
    label: String,
}

struct Range {
    low: Hundredths,
    high: Hundredths,
    width: Hundredths,
}

impl Bar {
    /// A bar that says `label` to those who can't see it.
    pub fn new(score: Hundredths, interval: Option<[Hundredths; 2]>, label: String) -> Self {
        let range = interval.map(|[low, high]| Range { low, high, width: Hundredths(high.0 - low.0) });
        Self { score, range, label }
    }
}

/// Width and height of the trend, in units of the drawing.
const WIDE: i64 = 300;
const HIGH: i64 = 90;

/// Scores of the quarters, oldest first, between two round scores.
#[derive(Template)]
#[template(path = "parts/trend.html")]
pub struct Trend {
    lines: Vec<(i64, i64)>,
    points: Vec<Point>,
    label: String,
}

/// The same, small enough for a table.
#[derive(Template)]
#[template(path = "parts/spark.html")]
pub struct Spark {
    points: Vec<Point>,
    label: String,
}

struct Point {
    x: i64,
    y: i64,
    low: i64,
    high: i64,
    quarter: String,
    score: Hundredths,
}

impl Trend {
    /// The trend of `history`; nothing where no quarter has a score.
    pub fn new(history: &[Scorecard], label: String) -> Option<Self> {
        let scale = Scale::of(history)?;
        let lines = (scale.floor..=scale.ceiling).step_by(scale.step()).map(|score| (score, scale.y(score * 100)));
        Some(Self { lines: lines.collect(), points: scale.points(history, 30, WIDE - 24), label })
    }
}

impl Spark {
    /// The trend of `history`; nothing where there are fewer than two scores.
    pub fn new(history: &[Scorecard], label: String) -> Option<Self> {
        let points = Scale::of(history)?.points(history, 6, WIDE - 6);
        (points.len() > 1).then_some(Self { points, label })
    }
}

/// From scores to the drawing's units.
struct Scale {
    floor: i64,
    ceiling: i64,
}

impl Scale {
    fn of(history: &[Scorecard]) -> Option<Self> {
        let scores = || history.iter().filter_map(|card| card.score);
        let (least, most) = (scores().min()?.0, scores().max()?.0);
        let floor = (least / 1000 * 10).min(90);
        Some(Self { floor, ceiling: (most.div_euclid(1000) * 10 + 10).clamp(floor + 10, 100) })
    }

    /// Points between two lines: at most five lines.
    fn step(&self) -> usize {
        if self.ceiling - self.floor > 40 { 20 } else { 10 }
    }

    fn y(&self, hundredths: i64) -> i64 {
        let (floor, ceiling) = (self.floor * 100, self.ceiling * 100);
        let above = hundredths.clamp(floor, ceiling) - floor;
        HIGH - 12 - above * (HIGH - 24) / (ceiling - floor).max(1)
    }

    fn points(&self, history: &[Scorecard], left: i64, right: i64) -> Vec<Point> {
        let scored: Vec<_> = history.iter().filter_map(|card| card.score.map(|score| (card, score))).collect();
        let gaps = i64::try_from(scored.len().saturating_sub(1)).unwrap_or(1).max(1);
        let alone = scored.len() == 1;
        let point = |(index, (card, score)): (i64, &(&Scorecard, Hundredths))| {
            let [low, high] = card.interval.unwrap_or([*score, *score]);
            let x = if alone { (left + right) / 2 } else { left + index * (right - left) / gaps };
            let quarter = card.quarter.to_string();
            Point { x, y: self.y(score.0), low: self.y(low.0), high: self.y(high.0), quarter, score: *score }
        };
        (0..).zip(scored.iter()).map(point).collect()
    }
}
