import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { defineConfig } from 'prisma/config';

// Prisma's WASM engine needs no binary download, but its pg adapter knows neither Postgres `name` (19) nor `"char"` (18)
// (prisma/orm#27403); both are reported as text (25). docs/adr/0003 has the reasons and the way out.
const catalogTypes = new Set([18, 19]);
const textType = 25;
type Query = (...args: unknown[]) => Promise<unknown> | undefined;
interface QueryResult {
  fields?: { dataTypeID: number }[];
}
// The engine reads a constraint's kind as a single character, which no adapter gives it, and panics at the first CHECK (and,
// from PostgreSQL 18 on, at the first NOT NULL). It only lists them to warn, so it is not shown any.
const constraintsListed = "contype NOT IN ('p', 'u', 'f')";
const constraintsHidden = "contype NOT IN ('p', 'u', 'f', 'c', 'n')";

const pool = pg.Pool.prototype as unknown as { query: Query };
const query = pool.query;
pool.query = function (this: unknown, ...args: unknown[]) {
  const asked = args[0] as { text?: string } | undefined;
  if (asked?.text !== undefined) asked.text = asked.text.replace(constraintsListed, constraintsHidden);
  return query.apply(this, args)?.then((result) => {
    for (const one of [result].flat() as QueryResult[]) {
      for (const field of one?.fields ?? []) if (catalogTypes.has(field.dataTypeID)) field.dataTypeID = textType;
    }
    return result;
  });
};

/** The adapter splits a migration at every semicolon, even inside a function's body; PostgreSQL takes it whole, in one transaction. */
function takingScriptsWhole(adapter: PrismaPg): PrismaPg {
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    const { client } = connection as unknown as { client: pg.Pool };
    connection.executeScript = async (script) => {
      await client.query(script).catch((error: Error) => {
        // Prisma reports where in its own code it failed, and not what the server said.
        process.stderr.write(`\nPostgreSQL says: ${error.message}\n`);
        throw error;
      });
    };
    return connection;
  };
  return adapter;
}

export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: 'prisma/schema.prisma',
  // The whole address: with its TLS settings, and with passwords and sockets as the driver reads them.
  adapter: async () =>
    takingScriptsWhole(
      new PrismaPg({ connectionString: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/perennial' }),
    ),
});
