//! `guichet map build`.
