import type { JsonObject } from '../../values/json.ts';
import { drawFrom } from '../random.ts';
import { isFriend, nameOf, restSlots, type ScriptedEvent, type ScriptOptions, slotsOf } from '../script.ts';

/** The journey goes live in this slot, when most members are there; nothing of it happens before. */
export const launchSlot = 2;

/** A new version of it is put live in this slot, and those inside go on in that. */
export const editSlot = 4;

/** Of a member's free slots: those in which a basket is left, looked at, asked about, paid for. */
const shares = { left: 0.05, looked: 0.12, asked: 0.08, paid: 0.05 } as const;
const amountMinorMin = 500;
const amountMinorBelow = 12_000;

/**
 * What members do with baskets, of which the journey alone hears. Only where there is nothing else for the member in the slot: of two
 * things of which word comes in one slot the order would decide.
 */
export function writeBaskets(options: ScriptOptions, isBusy: (memberId: string, slot: number) => boolean) {
  const slots = slotsOf(options);
  const doings: ScriptedEvent[] = [];
  for (let place = 0; place < options.members; place += 1) {
    if (isFriend(place)) continue;
    const memberId = nameOf(place);
    const draw = drawFrom(options.seed, `baskets ${place}`);
    const open: string[] = [];
    for (const [slot, occurredAt] of slots.entries()) {
      const kind = drawKind(draw.share());
      const amountMinor = amountMinorMin + draw.below(amountMinorBelow);
      const pick = draw.share();
      if (slot <= launchSlot || slot >= slots.length - restSlots || kind === undefined || isBusy(memberId, slot))
        continue;
      const basketId = kind === 'left' ? `${memberId}-basket-${slot}` : open[Math.floor(pick * open.length)];
      // Who was taken in at the launch may have none, and looks and asks.
      if (basketId === undefined && kind === 'paid') continue;
      if (kind === 'left' && basketId !== undefined) open.push(basketId);
      if (kind === 'paid') open.splice(open.indexOf(basketId ?? ''), 1);
      const data: JsonObject = {
        ...(basketId === undefined ? {} : { basketId }),
        ...(kind === 'left' ? { amountMinor } : {}),
      };
      doings.push({ id: `${memberId}:basket-${slot}`, type: `basket.${kind}`, memberId, occurredAt, data, slot });
    }
  }
  return doings;
}

function drawKind(share: number): keyof typeof shares | undefined {
  let below = 0;
  for (const [kind, wide] of Object.entries(shares)) {
    below += wide;
    if (share < below) return kind as keyof typeof shares;
  }
  return undefined;
}

/** What of it the programme declares: the fields of those events, and who was a member before anything broke. */
export const declared = {
  attributes: { early: 'flag' },
  events: {
    'basket.left': { basketId: 'text', amount: 'money' },
    'basket.looked': { basketId: 'text' },
    'basket.asked': { basketId: 'text' },
    'basket.paid': { basketId: 'text' },
    'topic.declined': { topic: 'text' },
  },
} as const;
