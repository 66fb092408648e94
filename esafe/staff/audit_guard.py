"""The database itself refuses to change or remove an entry of the audit (R39)."""

from typing import Any

_ON_SQLITE = """
CREATE TRIGGER esafe_audit_no_{act} BEFORE {act} ON esafe_auditentry
BEGIN SELECT RAISE(ABORT, 'The audit is never changed.'); END
"""
_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION esafe_audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'The audit is never changed.'; END $$;
CREATE TRIGGER esafe_audit_no_change BEFORE UPDATE OR DELETE ON esafe_auditentry
FOR EACH ROW EXECUTE FUNCTION esafe_audit_is_kept();
CREATE TRIGGER esafe_audit_no_emptying BEFORE TRUNCATE ON esafe_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION esafe_audit_is_kept();
"""


def put_up(connection: Any) -> None:
    """From now on the table only grows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_ON_POSTGRESQL)
        else:
            for act in ("update", "delete"):
                cursor.execute(_ON_SQLITE.format(act=act))


def take_down(connection: Any) -> None:
    """Let go of it, to reverse a migration, or for a test that empties its tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION esafe_audit_is_kept() CASCADE")
        else:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER esafe_audit_no_{act}")
