import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePorts } from '../../../devstack/ports.ts';
import { cliStart } from '../../support/run-cli.ts';

/** A part of the guide: what it has typed, and what it says that the last request answers. */
interface Step {
  readonly title: string;
  readonly typed: string;
  readonly answer: string | undefined;
}

function stepsOf(guide: string): Step[] {
  return guide.split(/^## /m).flatMap((section) => {
    const [title = ''] = section.split('\n');
    const blocks = [...section.matchAll(/```(sh|json)\n([\s\S]*?)```/g)].map(([, kind, text = '']) => ({ kind, text }));
    return blocks.flatMap(({ kind, text }, place) => {
      if (kind !== 'sh') return [];
      const next = blocks[place + 1];
      return [{ title, typed: text, answer: next?.kind === 'json' ? next.text : undefined }];
    });
  });
}

const more = '…';

/** What an answer must be like: `…` in a text is any text, in an object any other fields; what has none of it is exactly this. */
function expectAsTold(answer: unknown, told: unknown, path: string): void {
  if (typeof told === 'string' && told.includes(more)) {
    const [start = '', end = ''] = told.split(more);
    expect({ path, fits: typeof answer === 'string' && answer.startsWith(start) && answer.endsWith(end) }).toEqual({
      ...{ path, fits: true },
    });
  } else if (Array.isArray(told)) {
    expect({ path, length: (answer as unknown[] | undefined)?.length }).toEqual({ path, length: told.length });
    told.forEach((each, place) => expectAsTold((answer as unknown[])[place], each, `${path}[${place}]`));
  } else if (typeof told === 'object' && told !== null) {
    const fields = Object.keys(told).filter((name) => name !== more);
    const there = Object.keys(answer ?? {});
    if (!(more in told)) expect({ path, fields: there.sort() }).toEqual({ path, fields: [...fields].sort() });
    for (const name of fields) {
      expectAsTold(
        (answer as Record<string, unknown>)[name],
        (told as Record<string, unknown>)[name],
        `${path}.${name}`,
      );
    }
  } else {
    expect({ path, value: answer }).toEqual({ path, value: told });
  }
}

/** `…` between fields, which no JSON has, becomes a field of that name. */
const toldIn = (text: string): unknown => JSON.parse(text.replaceAll(/([{,]\s*)…/g, `$1"${more}": true`));

const guide = readFileSync('docs/guides/connect-a-checkout.md', 'utf8');
const steps = stepsOf(guide);
const said: string[] = [];
let folder: string;
let tools: string;
let stack: ChildProcess | undefined;

/** Starts bash in the empty folder, with `perennial` as a command there; what it says goes to a file. */
function bash(script: string, name: string, env: NodeJS.ProcessEnv): { child: ChildProcess; said: () => string } {
  const path = join(tools, name);
  const out = openSync(path, 'w');
  const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', out, out], detached: true });
  closeSync(out);
  return { child, said: () => readFileSync(path, 'utf8') };
}

beforeAll(async () => {
  [folder, tools] = ['shop', 'tools'].map((name) => mkdtempSync(join(tmpdir(), `perennial-${name}-`))) as [
    string,
    string,
  ];
  const words = [process.execPath, ...cliStart].map((word) => `'${word}'`).join(' ');
  writeFileSync(join(tools, 'perennial'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const [api, hooks] = await freePorts(2);
  // Other ports than the guide's, which somebody may have; every other word is the guide's own.
  const typed = (text: string) =>
    text.replaceAll('localhost:3000', `localhost:${api}`).replaceAll(/\b4400\b/g, String(hooks));
  const { PATH, HOME, TMPDIR, TEMPORAL_CLI_PATH, PERENNIAL_CACHE } = process.env;
  const env = {
    PATH: `${tools}:${PATH}`,
    HOME,
    TMPDIR,
    TEMPORAL_CLI_PATH,
    PERENNIAL_CACHE,
    NO_COLOR: '1',
    PORT: String(api),
  };
  const [first, ...others] = steps;
  const up = bash(typed(first?.typed ?? ''), 'up.log', env);
  stack = up.child;
  await vi.waitFor(() => expect(up.said()).toContain(`http://127.0.0.1:${api}/v1`), { timeout: 90_000, interval: 100 });
  const script = others.map((step) => `${typed(step.typed)}\nprintf '\\n%s\\n' '-- end of a step'`).join('\n');
  const run = bash(`${script}\nkill %1`, 'said.log', env);
  await once(run.child, 'exit');
  said.push('', ...run.said().split('-- end of a step'));
}, 150_000);
afterAll(async () => {
  const group = stack?.pid;
  if (group !== undefined) {
    process.kill(-group, 'SIGTERM');
    await vi.waitFor(() => expect(() => process.kill(-group, 0)).toThrow('ESRCH'), { timeout: 30_000, interval: 50 });
  }
  for (const each of [folder, tools]) rmSync(each, { recursive: true, force: true });
});

describe('The guide to a checkout', () => {
  it('says what most of its steps answer', () => {
    expect(steps.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(10);
  });

  it.each(
    steps.map(({ title, typed, answer }, place) => ({ title, typed, answer, place })).filter(({ answer }) => answer),
  )('is true: $title ($place)', ({ answer = '', place }) => {
    const text = said[place] ?? 'it never came to this';
    const answers = text.split('\n').filter((line) => line.startsWith('{'));
    expect(answers, text).not.toEqual([]);
    expectAsTold(JSON.parse(answers.at(-1) ?? ''), toldIn(answer), 'answer');
  });
});
