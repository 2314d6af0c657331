// `node scripts/slim.js [folder]`: takes out of node_modules, and out of dist, what a production process never opens.
// For images: a later `npm install` in the folder brings it back.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const packages = join(folder, 'node_modules');
const own = `${{ x64: 'x86_64', arm64: 'aarch64' }[arch()]}-`;
const system = { darwin: 'apple-darwin', linux: 'unknown-linux-gnu', win32: 'pc-windows-msvc' }[platform()];

/** Of each package, what goes. */
const goes = {
  // Libraries for other systems, and the source of the one for this system.
  '@temporalio/core-bridge/releases': (name) => name !== `${own}${system}`,
  '@temporalio/core-bridge': (name) => name === 'sdk-core',
  // Engines for other databases and other ways to run; ours is the query compiler for PostgreSQL.
  '@prisma/client/runtime': (name) =>
    !name.startsWith('client.') && !name.startsWith('query_compiler_bg.postgresql.') && name !== 'index-browser.js',
};
for (const [place, isOdd] of Object.entries(goes)) {
  const there = join(packages, place);
  if (!existsSync(there)) continue;
  for (const name of readdirSync(there)) if (isOdd(name)) rmSync(join(there, name), { recursive: true });
}

// Maps and types are for whoever writes or debugs code.
for (const place of [packages, join(folder, 'dist')].filter((each) => existsSync(each))) {
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(map|d\.[cm]?ts)$/.test(entry.name))
      rmSync(join(entry.parentPath ?? entry.path, entry.name));
  }
}
