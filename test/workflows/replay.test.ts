import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { quietTemporal } from '../support/temporal-runtime.ts';
import { uncounted } from '../../worker/cache-metrics.ts';

const folder = join(packageRoot(), 'workflows', 'histories');
const { version: current } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};
const stored = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version)).map((file) => [version, file.replace(/\.json$/, '')] as const),
);

const advice = (version: string, name: string, problem: unknown) =>
  `"${name}" does not go on as version ${version} began it: members inside this campaign would be stuck after an upgrade.
Keep the old way for those who are on it: take the change back, put it behind patched('...') where a workflow makes it, or give
the story a new lifecycle code and leave the old one as it is. Only before version ${version} is released may its histories be
recorded anew: npm run histories.
${String(problem)}`;

beforeAll(quietTemporal);

describe('What a released version began', () => {
  it.each(stored)('goes on with the code of today: version %s, %s', async (version, name) => {
    const json: unknown = JSON.parse(readFileSync(join(folder, version, `${name}.json`), 'utf8'));
    const histories = [{ workflowId: `${version}-${name}`, history: historyFromJSON(json) }];
    const results = Worker.runReplayHistories({ workflowBundle: await workflowBundle(), sinks: uncounted }, histories);
    for await (const { error } of results) expect(error, error && advice(version, name, error)).toBeUndefined();
  });

  it.each([...lifecycleCodes, 'sweep', 'message-dispatch'])('is on record for %s', (name) => {
    const path = join(folder, current, `${name}.json`);
    expect(existsSync(path), `${path} is missing: record it with npm run histories.`).toBe(true);
  });
});
