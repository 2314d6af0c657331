import { describe, expect, it } from 'vitest';
import { scenarios } from '../journeys/scenarios.ts';
import { Shop } from '../journeys/shop.ts';
import { PlayedShop, rehearsed } from '../support/played-shop.ts';

const wanted = (process.env.PLAYS ?? '01,05,08,12').split(',');

describe('A play on the real servers comes to what its rehearsal says', () => {
  it.each(scenarios.filter(({ name }) => wanted.includes(name.slice(0, 2))))('$name', async (scenario) => {
    const { start, until } = scenario;
    const shop = new Shop(start);
    scenario.arrange(shop);
    await shop.run(until);
    const played = new PlayedShop(start);
    scenario.arrange(played as never);
    expect(await played.play(until)).toEqual(rehearsed(shop.stage.lines));
  });
});
