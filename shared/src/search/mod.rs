//! Search (placeholder until its modules land).
