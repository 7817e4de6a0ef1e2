//! Holds an expression against the types of the fields that it names, so that judging a record can't fail.
//!
//! A field that may be blank is null then; an expression must have asked `field != null` before it does anything else with it.

use super::fields::Type;
use crate::text::distance::edit_distance;
use cel::common::ast::operators::*;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::{Context, IdedExpr, Program, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What may be named, as it is written: `sent_on`, `case.balance`, a parameter.
pub(super) type Names = BTreeMap<String, Named>;

/// Fields that are known not to be blank.
pub(super) type Filled = BTreeSet<String>;

/// One thing that an expression may name.
pub(super) struct Named {
    pub holds: Type,
    pub optional: bool,
    /// What a parameter says, where it is text.
    pub says: Option<Vec<String>>,
}

/// What is wrong, at which node.
pub(super) type Wrong = (u64, String);

/// A part of an expression, checked.
struct Typed {
    holds: Type,
    /// The texts that it can be, where they are known.
    says: Option<Vec<String>>,
}

impl From<Type> for Typed {
    fn from(holds: Type) -> Self {
        Self { holds, says: None }
    }
}

/// Checks that `expression` is true or false for every record; gives the names that it uses, in their order.
pub(super) fn check(names: &Names, expression: &IdedExpr, filled: &Filled) -> Result<Vec<String>, Wrong> {
    let mut checker = Checker { names, used: Vec::new() };
    checker.boolean(expression, filled)?;
    Ok(checker.used)
}

/// What is known not to be blank where `expression` came out as `outcome`.
pub(super) fn filled(expression: &IdedExpr, outcome: bool) -> Filled {
    let Expr::Call(call) = &expression.expr else { return Filled::new() };
    let both = |outcome| call.args.iter().flat_map(move |part| filled(part, outcome)).collect();
    match (call.func_name.as_str(), outcome) {
        (LOGICAL_AND, true) | (LOGICAL_OR, false) => both(outcome),
        (LOGICAL_NOT, _) => both(!outcome),
        (NOT_EQUALS, true) | (EQUALS, false) => asked_blank(call).into_iter().collect(),
        _ => Filled::new(),
    }
}

/// The field of `field == null`.
fn asked_blank(call: &CallExpr) -> Option<String> {
    let [one, other] = call.args.as_slice() else { return None };
    match (&one.expr, &other.expr) {
        (field, Expr::Literal(LiteralValue::Null)) | (Expr::Literal(LiteralValue::Null), field) => path(field),
        _ => None,
    }
}

/// `case.balance` as it is written; none for anything but a name.
fn path(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => Some(format!("{}.{}", path(&select.operand.expr)?, select.field)),
        _ => None,
    }
}

/// Those of `known` that are written most like `name`, the nearest first.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.min_by_key(|known| edit_distance(known, name))
}

struct Checker<'a> {
    names: &'a Names,
    used: Vec<String>,
}

impl Checker<'_> {
    fn boolean(&mut self, expression: &IdedExpr, filled: &Filled) -> Result<(), Wrong> {
        match self.typed(expression, filled)?.holds {
            Type::Bool => Ok(()),
            other => Err((expression.id, format!("this is {}, where true or false is wanted", called(other)))),
        }
    }

    fn typed(&mut self, expression: &IdedExpr, filled: &Filled) -> Result<Typed, Wrong> {
        match &expression.expr {
            Expr::Literal(literal) => literal_type(literal).map_err(|message| (expression.id, message)),
            Expr::Ident(_) | Expr::Select(_) => {
                let path = path(&expression.expr)
                    .ok_or_else(|| (expression.id, "write 'field != null' instead of has(…)".to_owned()))?;
                let named = self.named(&path, expression.id)?;
                if named.optional && !filled.contains(&path) {
                    let message = format!("'{path}' may be blank: ask '{path} != null' before");
                    return Err((expression.id, message));
                }
                Ok(Typed { holds: named.holds, says: named.says.clone() })
            }
            Expr::Call(call) => self.call(expression.id, call, filled),
            _ => Err((expression.id, "predicates are made of names, values and operators alone".into())),
        }
    }

    fn named(&mut self, path: &str, id: u64) -> Result<&Named, Wrong> {
        let names = self.names;
        let Some(named) = names.get(path) else {
            let hint = nearest(path, names.keys().map(String::as_str));
            let hint = hint.map(|hint| format!(": did you mean '{hint}'?")).unwrap_or_default();
            return Err((id, format!("there is no field '{path}'{hint}")));
        };
        if !self.used.iter().any(|used| used == path) {
            self.used.push(path.to_owned());
        }
        Ok(named)
    }

    fn call(&mut self, id: u64, call: &CallExpr, known: &Filled) -> Result<Typed, Wrong> {
        let with = |part: &IdedExpr, outcome: bool| -> Filled { known | &filled(part, outcome) };
        match (call.func_name.as_str(), call.args.as_slice()) {
            (LOGICAL_NOT, [part]) => self.boolean(part, known)?,
            (LOGICAL_AND, [one, other]) => {
                self.boolean(one, known)?;
                self.boolean(other, &with(one, true))?;
            }
            (LOGICAL_OR, [one, other]) => {
                self.boolean(one, known)?;
                self.boolean(other, &with(one, false))?;
            }
            (CONDITIONAL, [condition, one, other]) => {
                self.boolean(condition, known)?;
                self.boolean(one, &with(condition, true))?;
                self.boolean(other, &with(condition, false))?;
            }
            (EQUALS | NOT_EQUALS, [one, other]) => match asked_blank(call) {
                Some(path) if !self.named(&path, id)?.optional => {
                    return Err((id, format!("'{path}' is never blank: there is nothing to ask")));
                }
                Some(_) => {}
                None => self.comparable(id, one, other, known, false)?,
            },
            (LESS | LESS_EQUALS | GREATER | GREATER_EQUALS, [one, other]) => {
                self.comparable(id, one, other, known, true)?;
            }
            (operators::IN, [item, list]) => self.is_in(item, list, known)?,
            (ADD | SUBSTRACT, [one, other]) => return self.sum(id, call, [one, other], known),
            ("size", [list]) if call.target.is_none() => match self.typed(list, known)?.holds {
                Type::List => return Ok(Type::Count.into()),
                other => return Err((list.id, format!("size(…) wants a list, not {}", called(other)))),
            },
            ("duration", [length]) if call.target.is_none() => return self.duration(length, known),
            (name, _) => {
                return Err((id, format!("'{name}' is none of the operators and functions of predicates")));
            }
        }
        Ok(Type::Bool.into())
    }

    fn comparable(
        &mut self,
        id: u64,
        one: &IdedExpr,
        other: &IdedExpr,
        filled: &Filled,
        ordered: bool,
    ) -> Result<(), Wrong> {
        let (left, right) = (self.typed(one, filled)?, self.typed(other, filled)?);
        let alike = |left: &Typed, right: &Typed| match (left.holds, right.holds) {
            (Type::Count, Type::Count) | (Type::Amount, Type::Amount) | (Type::Day, Type::Day) => true,
            (Type::Moment, Type::Moment) | (Type::Duration, Type::Duration) => true,
            (Type::Bool, Type::Bool) | (Type::Text, Type::Text) | (Type::Word(_), Type::Text) => !ordered,
            _ => false,
        };
        // Nought is nought of anything; other amounts are parameters, where hundredths can't be mistaken.
        let nought = |part: &IdedExpr, beside: &Typed| {
            matches!(&part.expr, Expr::Literal(LiteralValue::Int(number)) if *number.inner() == 0)
                && matches!(beside.holds, Type::Amount)
        };
        if !(alike(&left, &right) || alike(&right, &left) || nought(one, &right) || nought(other, &left)) {
            let (left, right) = (called(left.holds), called(right.holds));
            return Err((id, format!("{left} can't be compared with {right}")));
        }
        words(&left, &right).and_then(|()| words(&right, &left)).map_err(|message| (id, message))
    }

    fn is_in(&mut self, item: &IdedExpr, list: &IdedExpr, filled: &Filled) -> Result<(), Wrong> {
        let item = self.typed(item, filled)?;
        let texts = matches!(item.holds, Type::Text | Type::Word(_));
        if let Expr::List(written) = &list.expr {
            for element in &written.elements {
                let element_type = self.typed(element, filled)?;
                if !(texts && matches!(element_type.holds, Type::Text)) {
                    return Err((element.id, "'in' looks for a text in a list of texts".into()));
                }
                words(&item, &element_type).map_err(|message| (element.id, message))?;
            }
            return Ok(());
        }
        let list_type = self.typed(list, filled)?;
        if !(texts && matches!(list_type.holds, Type::List)) {
            return Err((list.id, "'in' looks for a text in a list of texts".into()));
        }
        words(&item, &list_type).map_err(|message| (list.id, message))
    }

    fn sum(&mut self, id: u64, call: &CallExpr, [one, other]: [&IdedExpr; 2], known: &Filled) -> Result<Typed, Wrong> {
        let (left, right) = (self.typed(one, known)?.holds, self.typed(other, known)?.holds);
        let minus = call.func_name == SUBSTRACT;
        Ok(match (left, right) {
            (Type::Count, Type::Count) => Type::Count,
            (Type::Amount, Type::Amount) => Type::Amount,
            (Type::Duration, Type::Duration) => Type::Duration,
            (Type::Day, Type::Day) | (Type::Moment, Type::Moment) if minus => Type::Duration,
            (Type::Day, Type::Duration) => Type::Day,
            (Type::Moment, Type::Duration) => Type::Moment,
            _ => {
                let how = if minus { "less" } else { "plus" };
                return Err((id, format!("{} {how} {} is nothing", called(left), called(right))));
            }
        }
        .into())
    }

    /// `duration("12h")`, tried out at once.
    fn duration(&mut self, length: &IdedExpr, filled: &Filled) -> Result<Typed, Wrong> {
        let says = self.typed(length, filled)?.says.unwrap_or_default();
        let [written] = says.as_slice() else {
            return Err((length.id, "duration(…) wants a text such as \"36h\", or a parameter that is one".into()));
        };
        let tried = Program::compile(&format!("duration({written:?})")).ok();
        match tried.and_then(|program| program.execute(&Context::default()).ok()) {
            Some(Value::Duration(_)) => Ok(Type::Duration.into()),
            _ => Err((length.id, format!("'{written}' is no length of time: write \"36h\" or \"90m\""))),
        }
    }
}

/// Texts that a word is held against are words of its list.
fn words(word: &Typed, texts: &Typed) -> Result<(), String> {
    let (Type::Word(all), Some(texts)) = (word.holds, &texts.says) else { return Ok(()) };
    let all = all();
    match texts.iter().find(|text| !all.contains(text)) {
        None => Ok(()),
        Some(text) => {
            let hint = nearest(text, all.iter().map(String::as_str)).unwrap_or_default();
            Err(format!("'{text}' is none of its words: did you mean '{hint}'? All: {}", all.join(", ")))
        }
    }
}

fn literal_type(literal: &LiteralValue) -> Result<Typed, String> {
    Ok(match literal {
        LiteralValue::Boolean(_) => Type::Bool.into(),
        LiteralValue::Int(_) => Type::Count.into(),
        LiteralValue::Null => Type::Null.into(),
        LiteralValue::String(text) => Typed { holds: Type::Text, says: Some(vec![text.inner().to_owned()]) },
        LiteralValue::Double(_) => return Err("write an amount as a parameter: [check.predicate.values]".into()),
        LiteralValue::Bytes(_) | LiteralValue::UInt(_) => return Err("write a plain number or text".into()),
    })
}

fn called(holds: Type) -> &'static str {
    match holds {
        Type::Bool => "true or false",
        Type::Count => "a whole number",
        Type::Amount => "an amount (a parameter with decimals)",
        Type::Text => "a text",
        Type::Word(_) => "a word",
        Type::Day => "a day",
        Type::Moment => "a moment",
        Type::Duration => "a length of time",
        Type::List => "a list",
        Type::Null => "null",
    }
}
