import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isAlive } from './process.ts';

const schema = z.object({
  /** The process the stack belongs to: without it nothing here is true any more. */
  pid: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  databaseUrl: z.string(),
  /** The owner's, for migrations; absent in a stack of an older version. */
  ownerUrl: z.string().optional(),
  temporalAddress: z.string(),
  /** Absent when TEMPORAL_ADDRESS named a server of somebody else's. */
  temporalUiUrl: z.string().optional(),
  /** Where the Temporal server came from. */
  temporalSource: z.string(),
  smtpUrl: z.string(),
  mailPageUrl: z.string(),
  /** Where `perennial up` serves the routes for members: links in mails start with it. */
  publicUrl: z.string(),
  /** Signs unsubscribe links; made anew for every folder. */
  unsubscribeSecret: z.string(),
  /** Hash what tells one person under two accounts; a stack of an older version kept none. */
  identityKeys: z.array(z.string()).default([]),
});

/** What a running embedded stack says about itself, for the commands of other terminals. */
export type StackFile = z.infer<typeof schema>;

export function stackFilePath(dir: string): string {
  return join(resolve(dir), 'stack.json');
}

/** The stack that runs in a folder, or undefined when there is none or its process is gone. */
export function readStackFile(dir: string): StackFile | undefined {
  const path = stackFilePath(dir);
  if (!existsSync(path)) return undefined;
  const result = schema.safeParse(parseJson(readFileSync(path, 'utf8')));
  return result.success && isAlive(result.data.pid) ? result.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and readable by its owner alone: it holds the database's password. */
export function writeStackFile(dir: string, stack: StackFile): void {
  const path = stackFilePath(dir);
  writeFileSync(`${path}.new`, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function removeStackFile(dir: string): void {
  rmSync(stackFilePath(dir), { force: true });
}
