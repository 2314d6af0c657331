import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 180_000 });

let url: string;
beforeAll(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  const { id } = await saveProgramme(fresh.database, await readProgrammeFile('playbooks/reference/programme.yaml'));
  await runCli(url, ['campaign', 'launch', 'playbooks/onboarding-gift']);
  const at = new Date();
  await ingestEvents(
    { database: fresh.database, clock: { now: () => at } },
    id,
    ['anna-1', 'berta-1', 'clara-1'].map((memberId) => ({
      ...{ id: `join-${memberId}`, type: 'member.joined', memberId, occurredAt: at },
      data: { email: `${memberId}@example.test` },
    })),
  );
});

interface Listed {
  readonly data: readonly { readonly id: string; readonly memberId: string; readonly status: string }[];
  readonly nextCursor: string | null;
}

describe('Members in campaigns, at the command line', () => {
  it('are listed latest first, a page after the other, by member and by campaign', async () => {
    const page = await runJson<Listed>(url, ['enrolment', 'list', '--limit', '2']);
    expect(page.data).toHaveLength(2);
    const rest = await runJson<Listed>(url, ['enrolment', 'list', '--before', String(page.nextCursor)]);
    const seen = [...page.data, ...rest.data].map(({ memberId }) => memberId);
    expect(seen.sort()).toEqual(['anna-1', 'berta-1', 'clara-1']);
    expect(rest.nextCursor).toBeNull();
    const hers = ['enrolment', 'list', '--member', 'berta-1', '--campaign', 'onboarding-gift', '--status', 'active'];
    expect((await runJson<Listed>(url, hers)).data).toMatchObject([{ memberId: 'berta-1', status: 'active' }]);
    expect((await runCli(url, ['enrolment', 'list', '--campaign', 'none'])).stdout).toBe('No such enrolments.\n');
  });

  it('are taken out one by one, by the id that the API shows, with the reason', async () => {
    const [{ id } = { id: '' }] = (await runJson<Listed>(url, ['enrolment', 'list', '--member', 'anna-1'])).data;
    expect(id).toMatch(/^enr_/);
    const cancel = ['enrolment', 'cancel', id, '--reason', 'asked for it'];
    expect(await runJson(url, cancel)).toMatchObject({ id, status: 'cancelled', reason: 'asked for it' });
    // A second time it stays as it was, with the first reason.
    expect(await runJson(url, [...cancel.slice(0, -1), 'again'])).toMatchObject({ reason: 'asked for it' });
    const { stdout } = await runCli(url, ['enrolment', 'show', id]);
    expect(stdout).toMatch(/State +cancelled: asked for it/);
    expect((await runCli(url, ['audit', 'list'])).stdout).toContain('enrolment.cancelled');
  });

  it('are refused by an id that there is none of', async () => {
    expect(await runCli(url, ['enrolment', 'show', 'enr_nonesuch'])).toMatchObject({
      code: expect.any(Number) as number,
      stderr: expect.stringContaining('enr_nonesuch') as string,
    });
  });
});
