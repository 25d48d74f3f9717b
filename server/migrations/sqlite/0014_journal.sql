-- The audit only grows. Nothing in it is changed, and nothing younger than its retention is deleted: in one transaction
-- the retention job writes the moment from which lines are kept (settings, `audit_kept_since`), deletes what is older and
-- takes the setting away. Without it everything is kept. Against slips and faults of the program: whoever owns the
-- file owns the triggers.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.at >= COALESCE((SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'audit_kept_since'), OLD.at)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- `INSERT OR REPLACE` deletes without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_subject ON audit (subject, at);
