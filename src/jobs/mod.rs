//! Background work that can be run again at any time: import, audit, score.
