//! The checks over records, beyond the examples in the rule files: limits, links between pieces of evidence, order of rows.

mod checklist;
mod deadlines;
mod elsewhere;
mod evidence;
mod frequency;
mod hours;
mod linkage;
mod links;
mod order;
mod predicate;
mod registers;
mod sequences;
mod single;
mod units;
mod visits;
