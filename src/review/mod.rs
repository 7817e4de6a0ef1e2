//! What people may do about findings, as pure state machines: which step follows which, and who may take it; and when the bank's own duties
//! fall due.

pub mod appeals;
pub mod caused;
pub mod duties;
pub mod settlement;
