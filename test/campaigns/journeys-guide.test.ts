import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { parseProgramme } from '../../modules/programme/file.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { guideJourneys, guideProgramme } from '../support/guide-journeys.ts';
import { runCli } from '../support/run-cli.ts';

const by = { actor: 'test' };

let deps: { readonly database: Database; readonly clock: Clock };
let programme: StoredProgramme;
let url: string;
beforeAll(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  deps = { database: fresh.database, clock: await openClock(fresh.database) };
  const reference = parse(readFileSync('playbooks/reference/programme.yaml', 'utf8')) as object;
  const { events, ...declared } = guideProgramme() as { readonly events: object };
  const own = { ...declared, locales: ['en'], events: { ...events, 'order.placed': { cartId: 'text' } } };
  await applyProgramme(deps, parseProgramme(stringify({ ...reference, ...own }), 'guide'), by);
  programme = await findProgramme(fresh.database, undefined);
});

/** A folder as the guide has its reader make one: the file, and texts for each message that it sends. */
async function folderOf(source: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'perennial-guide-')), 'second-order');
  await mkdir(join(folder, 'messages'), { recursive: true });
  await writeFile(join(folder, 'campaign.yaml'), source);
  for (const [, template = ''] of source.matchAll(/- message: ([a-z-]+)/g)) {
    const at = (form: string) => join(folder, 'messages', `${template}.en.${form}.liquid`);
    await writeFile(at('html'), '---\nsubject: News {{ couponName }}\n---\n<p>Yours: {{ couponCode }}</p>\n');
    await writeFile(at('text'), 'Yours: {{ couponCode }}\n');
  }
  return folder;
}

describe('The guide to journeys', () => {
  it.each(guideJourneys().map((source, place) => [place + 1, source] as const))(
    'has nothing in its journey %i that can not be launched',
    async (place, source) => {
      const code = `guide-${place}`;
      const folder = await folderOf(source.replace(/^campaign: .*$/m, `campaign: ${code}`));
      const launched = await launchCampaign(deps, programme, await loadCampaign(folder), by);
      expect(launched).toMatchObject({ status: 'live', applied: { problems: [], advice: [] } });
    },
  );

  it('shows what a dry run says as it says it', async () => {
    const [first = ''] = guideJourneys();
    const { stdout, code } = await runCli(url, ['campaign', 'apply', await folderOf(first), '--dry-run']);
    expect(code).toBe(0);
    expect(readFileSync('docs/guides/journeys.md', 'utf8')).toContain(stdout.trim());
    const wrong = await folderOf(first);
    await writeFile(join(wrong, 'campaign.yaml'), first.replace('message: come-again', 'message: come-agin'));
    const refused = await runCli(url, ['campaign', 'apply', wrong, '--dry-run']);
    expect(refused.code).not.toBe(0);
    const said = refused.stderr.trim().replace(`${wrong}/`, 'second-order/');
    expect(readFileSync('docs/guides/journeys.md', 'utf8')).toContain(said);
  });
});
