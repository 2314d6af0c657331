import { expect } from 'vitest';
import type { V1World } from '../../support/v1-world.ts';

const members = [
  ['anna', 'Anna Berg', 'anna@example.com'],
  ['ben', 'Ben Ode', 'ben@example.com'],
  ['chen', '陈晓', 'chen@example.com'],
  ['dora', 'Dora Lund', 'dora@example.com'],
  ['emil', 'Emil Novak', 'emil@example.com'],
] as const;

/** Five members of a small shop, by requests of the API: orders, a return, points used, a correction, a coupon. */
export async function fillShop(world: V1World): Promise<void> {
  const end = world.clock.now().toISOString();
  const happen = async (type: string, memberId: string, at: string, data: object) => {
    const answer = await world.post('/events', {
      id: `${type}-${memberId}-${at}`,
      type,
      memberId,
      occurredAt: at,
      data,
    });
    expect(answer.status).toBeLessThan(300);
  };
  world.clock.at('2026-10-01T08:00:00Z');
  for (const [id, name, email] of members) {
    const locale = id === 'chen' ? 'zh-CN' : 'en';
    const made = await world.post('/members', { id, name, email, locale, zone: 'Europe/London' });
    expect(made.status).toBe(201);
  }
  for (const [day, id, orders] of [
    ['2026-10-20', 'anna', 6],
    ['2026-11-02', 'anna', 1],
    ['2026-11-05', 'ben', 2],
    ['2026-11-20', 'chen', 1],
  ] as const) {
    world.clock.at(`${day}T18:00:00Z`);
    for (let order = 1; order <= orders; order++) {
      const at = `${day}T1${order}:15:00Z`;
      await happen('order.placed', id, at, {
        orderId: `${id}-${day}-${order}`,
        amountMinor: 4_200 + order * 100,
        currency: 'GBP',
      });
    }
  }
  world.clock.at('2026-11-22T09:00:00Z');
  await happen('order.returned', 'ben', '2026-11-22T09:00:00Z', { orderId: 'ben-2026-11-05-1', amountMinor: 1_000 });
  const corrected = await world.post(
    '/adjustments',
    { memberId: 'anna', points: 50, reason: 'The till was away on Saturday' },
    { once: 'fill-adjust' },
  );
  expect(corrected.status).toBe(201);
  world.clock.at(end);
}
