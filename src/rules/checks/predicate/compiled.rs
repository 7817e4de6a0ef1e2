//! A predicate, compiled and held against the fields that it names.

use super::fields::{Field, Type};
use super::types::{self, Filled, Named, Names};
use super::units::{Beside, Register};
use cel::{Context, Program, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use toml::Spanned;

/// What is wrong, at which byte of the file.
pub(super) type Problem = (usize, String);

/// Ready to judge.
#[derive(Debug)]
pub(super) struct Compiled {
    pub register: &'static Register,
    pub when: Option<Program>,
    pub holds: Program,
    /// Every field that counts, the decisive ones first.
    pub uses: Vec<Use>,
    /// The field whose day counts.
    pub dated: Use,
    /// Parameters, and what they look like in a sentence.
    pub values: BTreeMap<String, (Value, String)>,
}

/// One field that is used: of the record itself, or of one beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub beside: Option<Beside>,
    pub field: &'static Field,
}

impl Use {
    /// As it is written in expressions and texts.
    pub fn name(self) -> &'static str {
        if self.beside.is_some() { self.field.joined } else { self.field.name }
    }
}

/// The parts of `[check.predicate]` that are compiled.
pub(super) struct Written<'a> {
    pub register: &'static Register,
    pub with: &'a [Beside],
    pub on: Option<&'a Spanned<String>>,
    pub when: Option<&'a Spanned<String>>,
    pub holds: &'a Spanned<String>,
    pub shows: &'a [Spanned<String>],
    pub values: &'a BTreeMap<String, Spanned<toml::Value>>,
}

/// Compiles what is written; the first problem of each expression otherwise.
pub(super) fn compile(written: &Written<'_>) -> Result<Compiled, Vec<Problem>> {
    let fields = known_fields(written);
    let mut names: Names = fields
        .iter()
        .map(|(name, used)| {
            let optional = used.field.optional || used.beside.is_some();
            ((*name).to_owned(), Named { holds: used.field.holds, optional, says: None })
        })
        .collect();
    let values = parameters(written, &mut names)?;
    let when = written.when.map(|source| expression(&names, source, &Filled::new())).transpose();
    let given = |when: &(Program, Vec<String>)| types::filled(when.0.expression(), true);
    let filled = when.as_ref().ok().and_then(Option::as_ref).map(given).unwrap_or_default();
    let holds = expression(&names, written.holds, &filled);
    let named = |name: &str, place: &Spanned<String>| {
        let unknown = || (place.span().start, format!("there is no field '{name}': {}", list(&fields)));
        fields.get(name).copied().ok_or_else(unknown)
    };
    let dated = written
        .on
        .map_or_else(|| Ok(fields.get(written.register.dated).copied()), |on| named(on.get_ref(), on).map(Some));
    let shows: Result<Vec<Use>, Problem> = written.shows.iter().map(|name| named(name.get_ref(), name)).collect();
    let (when, holds, dated, shows) = match (when, holds, dated, shows) {
        (Ok(when), Ok(holds), Ok(dated), Ok(shows)) => (when, holds, dated, shows),
        (when, holds, dated, shows) => {
            return Err([when.err(), holds.err(), dated.err(), shows.err()].into_iter().flatten().collect());
        }
    };
    let dated = dated.filter(|dated| matches!(dated.field.holds, Type::Day | Type::Moment)).ok_or_else(|| {
        let place = written.on.unwrap_or(written.holds).span().start;
        vec![(place, format!("'on' names no day or moment of these: {}", list(&fields)))]
    })?;
    let (when, asked) = when.map_or((None, Vec::new()), |(program, used)| (Some(program), used));
    let used = holds.1.iter().chain(&asked).filter_map(|name| fields.get(name.as_str()).copied());
    let mut uses: Vec<Use> = Vec::new();
    for used in used.chain(shows) {
        if !uses.iter().any(|known| known.name() == used.name()) {
            uses.push(used);
        }
    }
    Ok(Compiled { register: written.register, when, holds: holds.0, uses, dated, values })
}

fn known_fields(written: &Written<'_>) -> BTreeMap<&'static str, Use> {
    let own = written.register.fields.iter().map(|field| Use { beside: None, field });
    let beside = |beside: &Beside| {
        let beside = *beside;
        beside.fields().iter().map(move |field| Use { beside: Some(beside), field })
    };
    own.chain(written.with.iter().flat_map(beside)).map(|used| (used.name(), used)).collect()
}

fn list(fields: &BTreeMap<&'static str, Use>) -> String {
    fields.keys().copied().collect::<Vec<_>>().join(", ")
}

/// Compiles and checks one expression; gives the names that it uses.
fn expression(names: &Names, source: &Spanned<String>, filled: &Filled) -> Result<(Program, Vec<String>), Problem> {
    let program = Program::compile(source.get_ref()).map_err(|problems| {
        let first = problems.errors.first();
        let (line, column) = first.map_or((1, 1), |error| error.pos);
        let before: usize = source.get_ref().split_inclusive('\n').take(line.max(1) as usize - 1).map(str::len).sum();
        let message = first.map_or_else(String::new, |error| error.msg.clone());
        (within(source, before + column.max(1) as usize - 1), format!("this is no expression: {message}"))
    })?;
    match types::check(names, program.expression(), filled) {
        Ok(used) => Ok((program, used)),
        Err((id, message)) => {
            let start = program.source_info().offset_for(id).map_or(0, |(start, _)| start as usize);
            Err((within(source, start), message))
        }
    }
}

/// The byte of the file that `offset` of the text within its quotes is.
fn within(source: &Spanned<String>, offset: usize) -> usize {
    let span = source.span();
    // One quote on either side, or three, and perhaps a first line break that does not count.
    let quotes = match span.len().saturating_sub(source.get_ref().len()) {
        0..=5 => 1,
        6 => 3,
        _ => 4,
    };
    (span.start + quotes + offset).min(span.end.saturating_sub(1))
}

/// Takes the parameters; numbers with decimals are amounts.
fn parameters(written: &Written<'_>, names: &mut Names) -> Result<BTreeMap<String, (Value, String)>, Vec<Problem>> {
    let mut values = BTreeMap::new();
    for (name, spanned) in written.values {
        let wrong = |message: String| vec![(spanned.span().start, message)];
        if names.contains_key(name) {
            return Err(wrong(format!("'{name}' is a field: call the parameter otherwise")));
        }
        let text = |text: &str| Value::String(Arc::new(text.to_owned()));
        let (holds, says, value, shown) = match spanned.get_ref() {
            toml::Value::Integer(number) => (Type::Count, None, Value::Int(*number), number.to_string()),
            toml::Value::Float(amount) if amount.abs() < 1e12 => {
                let hundredths = (amount * 100.0).round() as i64;
                (Type::Amount, None, Value::Int(hundredths), decimal(hundredths))
            }
            toml::Value::Boolean(yes) => (Type::Bool, None, Value::Bool(*yes), yes.to_string()),
            toml::Value::String(said) => (Type::Text, Some(vec![said.clone()]), text(said), said.clone()),
            toml::Value::Array(items) => {
                let items: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                let Some(items) = items else { return Err(wrong("a list holds texts alone".into())) };
                let list = Value::List(Arc::new(items.iter().map(|item| text(item)).collect()));
                let shown = items.join(", ");
                (Type::List, Some(items), list, shown)
            }
            _ => return Err(wrong("a parameter is a number, an amount, a text, true or false, or a list".into())),
        };
        names.insert(name.clone(), Named { holds, optional: false, says });
        values.insert(name.clone(), (value, shown));
    }
    Ok(values)
}

/// Hundredths as people write them.
pub(super) fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", (hundredths / 100).abs(), (hundredths % 100).abs())
}

impl Compiled {
    /// The context in which every record is judged.
    pub fn context(&self) -> Context<'static, 'static> {
        let mut context = Context::default();
        for (name, (value, _)) in &self.values {
            context.add_variable_from_value(name.as_str(), value.clone());
        }
        context
    }

    /// Whether the record is a unit, and if so whether it is as it must be; none also where a sum is too large to be made.
    pub fn judge(&self, context: &Context<'_, '_>, read: &[(Use, Value)]) -> Option<bool> {
        let mut scope = context.new_inner_scope();
        let mut besides: BTreeMap<&str, HashMap<String, Value>> = BTreeMap::new();
        for (used, value) in read {
            match used.beside {
                None => scope.add_variable_from_value(used.field.name, value.clone()),
                Some(beside) => {
                    besides.entry(beside.name()).or_default().insert(used.field.name.to_owned(), value.clone());
                }
            }
        }
        for (name, fields) in besides {
            scope.add_variable_from_value(name, fields);
        }
        let truth = |program: &Program| match program.execute(&scope) {
            Ok(Value::Bool(truth)) => Some(truth),
            _ => None,
        };
        let concerned = self.when.as_ref().map_or(Some(true), truth)?;
        if concerned { truth(&self.holds) } else { None }
    }
}
