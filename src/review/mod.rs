//! What people may do about findings, as pure state machines: which step follows which, and who may take it.

pub mod appeals;
