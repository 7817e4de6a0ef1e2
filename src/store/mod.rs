//! Database and object store; the only module that knows diesel.
