import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../platform/package-root.ts';

const root = packageRoot();

/** Files that `npm pack` takes, without building anything. */
function packedFiles(): string[] {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(said) as { files: { path: string }[] }[];
  return packed?.files.map(({ path }) => path) ?? [];
}

describe('The npm package', () => {
  const packed = packedFiles();

  it('holds every file that the product reads', () => {
    const all = (folder: string, pattern: RegExp) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => `${folder}/${name}`)
        .filter((name) => pattern.test(name));
    const read = [
      ...[
        'prisma/schema.prisma',
        'prisma/roles.sql',
        'prisma/grants.sql',
        'data/retail-invoices.csv.gz',
        'package.json',
      ],
      ...[
        'dist/cli/main.js',
        'dist/embedding/index.js',
        'dist/workflow-bundle.js',
        'dist/docs-page/swagger-ui-bundle.js',
        'dist/console/index.html',
      ],
      ...all('prisma/functions', /\.sql$/),
      ...all('prisma/migrations', /\.sql$/),
      ...all('playbooks', /\.(ya?ml|liquid|md)$/),
    ];
    expect(read.filter((file) => !packed.includes(file))).toEqual([]);
  });

  it('holds no test, no bench, no proof, no source and no source map', () => {
    const strange = /(^|\/)(test|bench|fault-proof|scripts|histories|records)\/|\.test\.|\.map$|(?<!\.d)\.ts$/;
    expect(packed.filter((file) => strange.test(file))).toEqual([]);
  });

  it('says in `exports` and `bin` only what is there', () => {
    const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      exports: Record<string, { default: string }>;
    };
    expect(Object.keys(bin)).toEqual(['perennial']);
    expect(packed).toContain(bin.perennial);
    for (const entry of ['.', './client']) expect(packed).toContain(exports[entry]?.default.replace('./', ''));
  });
});
