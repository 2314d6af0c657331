import { describe, expect, it } from 'vitest';
import { PerennialError } from '../../../platform/errors.ts';
import { createConnectGate } from './limits.ts';

const shop = 'cnx_0123456789';
const unsigned = new PerennialError('SIGNATURE_INVALID', 'It does not fit.');

function open(limits = { callsPerMinute: 2, refusedPerMinute: 2 }) {
  let at = 0;
  const gate = createConnectGate(limits, () => at);
  const call = (id: string, address: string, error?: unknown) => {
    const passage = gate.enter(id, address);
    if (!('leave' in passage)) return passage.retryAfter;
    passage.leave(error);
    return 'in';
  };
  return { gate, call, pass: (seconds: number) => void (at += seconds * 1_000) };
}

describe('Calls of shops and mail providers', () => {
  it('are as many a minute as a connection may have, and the next is told when to come', () => {
    const { call, pass } = open();
    expect([call(shop, 'a'), call(shop, 'b'), call(shop, 'c')]).toEqual(['in', 'in', 60]);
    expect(call('cnx_another000', 'a')).toBe('in');
    pass(45);
    expect(call(shop, 'a')).toBe(15);
    pass(15);
    expect(call(shop, 'a')).toBe('in');
  });

  it('count for the connection while they are on their way, too', () => {
    const { gate } = open();
    gate.enter(shop, 'a');
    gate.enter(shop, 'a');
    expect(gate.enter(shop, 'a')).toEqual({ retryAfter: 60 });
  });

  it('that nobody signed are counted by their address, and take nothing from the connection', () => {
    const { call } = open();
    expect([1, 2, 3].map(() => call(shop, 'thief', unsigned))).toEqual(['in', 'in', 60]);
    expect(call('cnx_guessed000', 'thief', unsigned)).toBe(60);
    expect([call(shop, 'shop'), call(shop, 'shop')]).toEqual(['in', 'in']);
  });

  it('of a connection that has signed before are not held up by another one at the same address', () => {
    const { call } = open();
    expect(call(shop, 'provider')).toBe('in');
    [1, 2].forEach(() => call('cnx_misconfigured', 'provider', unsigned));
    expect(call('cnx_misconfigured', 'provider', unsigned)).toBe(60);
    expect(call(shop, 'provider')).toBe('in');
  });

  it('keep memory within bounds, however many ids and addresses are tried', () => {
    const { call, gate } = open();
    for (let place = 0; place < 25_000; place++) call(`cnx_${place}guessed0`, `address ${place}`, unsigned);
    expect(gate.counted()).toBeLessThanOrEqual(10_000);
    for (let place = 0; place < 25_000; place++) call(`no id ${place}`, 'one', unsigned);
    expect(gate.counted()).toBeLessThanOrEqual(10_001);
  });
});
