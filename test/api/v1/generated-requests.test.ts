import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../support/v1-document.ts';
import { idsOf, makeExamples } from '../../support/v1-requests.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

/** Where Schemathesis is, and how many requests it shall make: `npm run check:api` sets both. */
const { SCHEMATHESIS: program, API_REQUESTS: asked = '2000' } = process.env;
const requestsMin = Number(asked);
/** Members may ask 60 times a minute: more would be told to wait, and nothing else. */
const requestsOfMember = 60;
const minutesMax = 60;

const ofMember = '^/me(/|$)';
/** Ids of answers are used again: a run would end its own key. */
const endsKeys = '^/keys/[^/]+/(revoke|rotate)$';

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
].join(',');

let world: V1World;
let token: string;
beforeAll(async () => {
  world = await openV1World({}, '2026-12-09T09:00:00Z');
  await makeExamples(world);
  const memberId = (await idsOf(world)).get('memberId');
  token = (await world.post('/member-tokens', { memberId })).body.token;
});
afterAll(() => world.close());

interface Run {
  readonly bearer: string;
  readonly which: readonly string[];
  readonly examples: number;
}

/** Lets Schemathesis make requests from the document that is served, and read the answers by it. */
function run({ bearer, which, examples }: Run): Promise<{ code: number; said: string; requests: number }> {
  const words = [
    '--no-color',
    'run',
    `${world.url}/openapi.json`,
    '--url',
    `${world.url}/v1`,
    ...which,
    '--checks',
    checks,
  ];
  const more = [
    '--phases',
    'examples,fuzzing',
    '-n',
    String(examples),
    '--seed',
    '1',
    '--no-shrink',
    '--suppress-health-check',
    'all',
  ];
  const options = { timeout: minutesMax * 60_000, maxBuffer: 2 ** 26, cwd: tmpdir() };
  return new Promise((resolve) => {
    execFile(
      program ?? '',
      [...words, ...more, '--continue-on-failure', '-H', `Authorization: Bearer ${bearer}`],
      options,
      (error, stdout, stderr) => {
        const said = stdout + stderr;
        const requests = Number(/([\d,]+) generated/.exec(said)?.[1]?.replaceAll(',', '') ?? 0);
        resolve({ code: error === null ? 0 : 1, said, requests });
      },
    );
  });
}

describe.skipIf(program === undefined)('Requests that are made from the document', () => {
  it(
    'are answered as it says, by no fault of ours',
    async () => {
      const examples = Math.ceil((1.2 * requestsMin) / routes.length);
      const { code, said, requests } = await run({
        bearer: world.key,
        which: ['--exclude-path-regex', `${ofMember}|${endsKeys}`],
        examples,
      });
      console.log(`${requests} requests`, /=+ WARNINGS =+[\s\S]*(?==+ SUMMARY)/.exec(said)?.[0] ?? '');
      expect(code, said).toBe(0);
      expect(requests, said).toBeGreaterThanOrEqual(requestsMin);
    },
    minutesMax * 60_000,
  );

  it(
    'are answered as it says when they end keys, their own too',
    async () => {
      const bearer = await world.newKey({ scopes: ['admin'] });
      const { code, said } = await run({ bearer, which: ['--include-path-regex', endsKeys], examples: 20 });
      expect(code, said).toBe(0);
    },
    minutesMax * 60_000,
  );

  it(
    'are answered as it says to a member, too',
    async () => {
      const mine = routes.filter(({ path }) => new RegExp(ofMember).test(path)).length;
      const examples = Math.ceil(requestsOfMember / mine);
      const { code, said } = await run({ bearer: token, which: ['--include-path-regex', ofMember], examples });
      expect(code, said).toBe(0);
    },
    minutesMax * 60_000,
  );
});
