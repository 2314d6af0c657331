/**
 * Classes of PostgreSQL's advisory locks, the first of their two keys: every lock of this product is of one of these. SQL
 * functions that take one write its number (test/platform/locks.test.ts compares).
 */
export const lockClass = {
  /** A campaign, by id: enter_campaign() takes it shared for each batch of steps. */
  campaign: 7001,
  /** A batcher of an import. */
  importBatcher: 7002,
  /** The name of a member who joins, or whose order comes before: unpark_events() and park_events() take it. */
  joiner: 7003,
  /** An order of a connected shop, by its number: its calls are taken one after the other. */
  shopOrder: 7005,
  /** An import of an upload, by id: whoever runs it holds it. */
  uploadRun: 7006,
  /** An export, by id: whoever makes it holds it. */
  exportRun: 7007,
  /** An address whose messages are counted. */
  messageSlots: 7009,
  /** Whoever migrates a database. */
  migration: 7010,
} as const;
