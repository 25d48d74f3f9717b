-- The audit only grows. Nothing in it is changed, and nothing younger than its retention is deleted: in one transaction
-- the retention job writes the moment from which lines are kept (settings, `audit_kept_since`), deletes what is older and
-- takes the setting away. Without it everything is kept. Against slips and faults of the program: whoever owns the
-- database owns the triggers.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < (SELECT CAST(value AS BIGINT) FROM settings WHERE name = 'audit_kept_since') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit is append-only';
END;
$$;

CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_subject ON audit (subject, at);
