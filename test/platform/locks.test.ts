import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockClass } from '../../platform/locks.ts';
import { packageRoot } from '../../platform/package-root.ts';

const classes: readonly number[] = Object.values(lockClass);
const sourcesIn = (...folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|sql)$/.test(name))
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(packageRoot(), folder, name), 'utf8') })),
  );

describe('The advisory locks', () => {
  it('are each of a class of their own', () => {
    expect(new Set(classes).size).toBe(classes.length);
  });

  it('have no class that platform/locks.ts does not name, in SQL functions and in code', () => {
    const taken = sourcesIn('prisma/functions', 'modules', 'worker', 'activities', 'platform').flatMap(
      ({ name, text }) =>
        [...text.matchAll(/advisory(?:_xact)?_lock(?:_shared)?\((\d+),/g)].map((match) => ({
          name,
          taken: Number(match[1]),
        })),
    );
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter((each) => !classes.includes(each.taken))).toEqual([]);
  });
});
