import { describe, expect, it } from 'vitest';
import { type Scenario, scenarios } from '../journeys/scenarios.ts';
import { Shop } from '../journeys/shop.ts';
import { PlayedShop, rehearsed, withoutLots } from '../support/played-shop.ts';

/** Played with each run of the tests: gifts and reminders; keys, restarts and exits by what an order says. */
const always = ['01', '12'];
/** Two months of a play take a minute: `PLAYS=02,06,07,08` plays others, too. */
const wanted = process.env.PLAYS?.split(',') ?? always;

/** Which of three offers a member is sent is a lot by ids, which the database gives. */
const withoutOffers = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/mail (plain|coupon|points)-mail$/, 'mail'));

function rehearse({ start, until, arrange }: Scenario): Promise<readonly string[]> {
  const shop = new Shop(start);
  const launch = shop.launch.bind(shop);
  shop.launch = (file) => launch(withoutLots(file));
  arrange(shop);
  return shop.run(until).then(() => rehearsed(shop.stage.lines));
}

describe('A play on the real servers comes to what its rehearsal says', () => {
  it.each(scenarios.filter(({ name }) => wanted.includes(name.slice(0, 2))))('$name', async (scenario) => {
    const { start, until, arrange } = scenario;
    const played = new PlayedShop(start);
    // It arranges what both kinds of shops have.
    arrange(played as unknown as Shop);
    expect(withoutOffers(await played.play(until))).toEqual(withoutOffers(await rehearse(scenario)));
  });
});
