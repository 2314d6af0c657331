import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only its owner looks into it. */
export const privateFolderMode = 0o700;
/** Others pass through it and see nothing: where PostgreSQL runs under an account of its own. */
export const passableFolderMode = 0o711;
export const privateFileMode = 0o600;

/** A folder for its owner alone, made or closed to others; `passable` lets the server's account through. */
export function privateFolder(path: string, { passable = false } = {}): string {
  const mode = passable ? passableFolderMode : privateFolderMode;
  mkdirSync(path, { recursive: true, mode });
  chmodSync(path, mode);
  return path;
}

/** A secret that a folder keeps: made by chance at first. */
export function keptSecret(path: string, make = (): string => randomBytes(24).toString('base64url')): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
    writeFileSync(path, make(), { mode: privateFileMode });
  }
  return readFileSync(path, 'utf8').trim();
}

/** Runs `work`, which starts a process, so that the files of that process are its owner's alone. */
export function withPrivateUmask<T>(work: () => T): T {
  const before = process.umask(0o077);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
