import { afterAll, beforeAll, it } from 'vitest';
import { describeInBrowser } from './support/browser.ts';
import { fillSegments } from './support/filled-segments.ts';
import { type Console, openConsole } from './support/open-console.ts';

describeInBrowser('Pages of segments hold to the rules of every page:', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fillSegments);
  });
  afterAll(() => site.close());

  it.each([
    ['/segments', 'segments'],
    ['/segments/no-order', 'segment'],
    ['/segments/spenders/edit', 'segment-edit'],
    ['/segments/new', 'segment-new'],
  ])('%s', async (path, name) => {
    await site.holdToRules(path, name);
  });
});
