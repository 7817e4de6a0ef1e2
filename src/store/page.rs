//! Lists in pages that go on from a cursor.

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items in order.
    pub items: Vec<T>,
    /// Where the next page goes on; absent on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `items`, of which one more than `limit` was asked for; `cursor` names the last item shown.
    pub(super) fn of(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}
