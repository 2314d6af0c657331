// `npm run client:generate`: writes docs/reference/openapi.json and the types of the client from the routes of /v1.
// With --check it writes nothing and fails when one of them is not as the routes are now.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { root, setUp } from './setup.js';

await setUp();
const { v1Document } = await import('../dist/api/v1/app.js');
const { productVersion } = await import('../dist/platform/product-version.js');

const document = JSON.parse(JSON.stringify(v1Document(productVersion())));
const documentPath = join(root, 'docs', 'reference', 'openapi.json');
const typesPath = join(root, 'client', 'generated', 'v1.ts');
const heading = '// Written by `npm run client:generate` from docs/reference/openapi.json.\n\n';

const options = { ...(await resolveConfig(documentPath)), filepath: documentPath };
const files = [
  [documentPath, await format(JSON.stringify(document), options)],
  [typesPath, heading + astToString(await openapiTypes(typed(document)))],
];

const stale = files.filter(([path, text]) => text !== textOf(path)).map(([path]) => relative(root, path));
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`Not as the routes of /v1 are now: ${stale.join(', ')}. Run \`npm run client:generate\` and commit.`);
    process.exit(1);
  }
} else {
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.error(stale.length === 0 ? 'Nothing has changed.' : `Wrote ${stale.join(' and ')}.`);
}

/** What becomes a type: headers of answers and examples are read in the document. */
function typed(node) {
  if (Array.isArray(node)) return node.map(typed);
  if (node === null || typeof node !== 'object') return node;
  const isAnswer = 'description' in node && 'headers' in node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'example' && name !== 'examples' && !(isAnswer && name === 'headers'))
      .map(([name, value]) => [name, typed(value)]),
  );
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
