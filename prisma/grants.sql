-- What the roles of prisma/roles.sql may do, applied by `perennial migrate` where they are there. Facts can be added and not changed:
-- not by the processes, whatever their code does.
GRANT USAGE ON SCHEMA public, ledger TO perennial_app, perennial_read;
GRANT SELECT ON ALL TABLES IN SCHEMA public, ledger TO perennial_app, perennial_read;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, ledger TO perennial_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public, ledger TO perennial_app;
-- How far ids have come and how many blocks were sealed: `ledger verify` asks.
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, ledger TO perennial_read;
-- setval(): how many blocks were sealed.
GRANT UPDATE ON SEQUENCE ledger.seals_made, ledger.fact_seals_made TO perennial_app;

REVOKE UPDATE, DELETE, TRUNCATE ON event, step, audit_event, campaign_version, ledger.txn, ledger.posting, ledger.lot_move,
  ledger.coupon_move, ledger.seal, ledger.fact_seal, ledger.verification FROM perennial_app;
REVOKE DELETE, TRUNCATE ON ledger.lot, ledger.hold, ledger.reversal_cap, ledger.member_balance FROM perennial_app;

-- A move makes of a coupon what it says; nothing else of it changes (trigger coupon_only_by_moves).
REVOKE UPDATE, DELETE, TRUNCATE ON ledger.coupon FROM perennial_app;
GRANT UPDATE (status, moves, order_id, member_id) ON ledger.coupon TO perennial_app;
-- A case is decided once (trigger review_case_decided_once).
REVOKE UPDATE, DELETE, TRUNCATE ON review_case FROM perennial_app;
GRANT UPDATE (status, decided_at, decided_by, note) ON review_case TO perennial_app;

-- Of a redemption only what became of it changes, and whose it is when accounts become one.
REVOKE UPDATE, DELETE, TRUNCATE ON redemption FROM perennial_app;
GRANT UPDATE (status, order_id, captured_points, refunded_points, member_id) ON redemption TO perennial_app;
-- What was asked for stays as it was; what became of it is written once.
REVOKE UPDATE, DELETE, TRUNCATE ON adjustment FROM perennial_app;
GRANT UPDATE (status, review_case_id, txn_id) ON adjustment TO perennial_app;

-- What was asked for stays as it was; how far it is and what it came to is written on.
REVOKE UPDATE, TRUNCATE ON reversal, reversal_leftover, ledger.reverted_grant FROM perennial_app;
REVOKE DELETE ON ledger.reverted_grant FROM perennial_app;
GRANT UPDATE (status, phase, after_member_id, figures, digest, cancelled_reason, finished_at) ON reversal TO perennial_app;

-- What retention has removed is noted by the owner's functions, which the processes call.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger.purged_facts FROM perennial_app;
REVOKE EXECUTE ON FUNCTION purge_event_details, purge_steps FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_event_details, purge_steps TO perennial_app;
-- What was sealed is erased by these functions alone, of an erasure on record.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger.erased_leaf FROM perennial_app;
REVOKE DELETE, TRUNCATE ON erasure, erased_name FROM perennial_app;
REVOKE EXECUTE ON FUNCTION erase_page(bigint, int), finish_erasure(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_page(bigint, int), finish_erasure(bigint, timestamptz) TO perennial_app;

-- What is applied is the owner's business.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _prisma_migrations, sql_function FROM perennial_app;

-- What shops sign with is for whoever checks it.
REVOKE SELECT ON connection_secret FROM perennial_read;
-- What deliveries are signed with is for those who send them.
REVOKE SELECT ON webhook_secret FROM perennial_read;
-- Answers that are kept for repeats have secrets that are shown once in them.
REVOKE SELECT ON idempotent_answer FROM perennial_read;
-- Who is signed in is for the process that lets them in.
REVOKE SELECT ON console_session FROM perennial_read;
