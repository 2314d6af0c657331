// `npm run db:freeze`: notes the checksum of every migration that has none yet. From then on it is never edited
// (test/platform/migrations.test.ts): databases have it, and would not have the change.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prisma', 'migrations');
const list = join(folder, 'checksums.json');
const known = JSON.parse(readFileSync(list, 'utf8'));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const added = names.filter((name) => known[name] === undefined);
// One that is known keeps its checksum, whatever has become of the file.
const checksums = Object.fromEntries(names.map((name) => [name, known[name] ?? checksumOf(name)]));
writeFileSync(list, `${JSON.stringify(checksums, null, 2)}\n`);
console.error(added.length === 0 ? 'Every migration is frozen already.' : `Frozen: ${added.join(', ')}`);

/** The same on every system: a checkout may have given the file other line endings. */
function checksumOf(name) {
  const text = readFileSync(join(folder, name, 'migration.sql'), 'utf8').replaceAll('\r\n', '\n');
  return createHash('sha256').update(text).digest('hex');
}
