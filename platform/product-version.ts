import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** The version in package.json, such as 0.1.0. */
export function productVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}

/** True when the first version comes after the second one; what follows a hyphen does not count. */
export function isLaterVersion(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const place = a.findIndex((number, index) => number !== b[index]);
  return place >= 0 && (a[place] ?? 0) > (b[place] ?? 0);
}

function numbersOf(version: string): number[] {
  const numbers = version.split('-', 1)[0]?.split('.') ?? [];
  return [0, 1, 2].map((place) => Number(numbers[place] ?? 0));
}
