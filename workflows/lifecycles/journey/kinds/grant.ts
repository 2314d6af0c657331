import * as z from 'zod';
import { codeWord, referenceWord } from '../../../../conditions/words.ts';
import type { Gift } from '../asks.ts';
import { anyEffect, kind, type Life, perform, refusedPath } from '../kind.ts';
import type { Ref } from '../refs.ts';
import type { Saying } from '../saying.ts';

/** Points of one grant, at most. */
const grantMax = 1_000_000;
const points = z.int().min(1).max(grantMax);

/** What a gift of points is made of, by itself or with a message. */
export const pointsGift = {
  grant: z
    .union([points, z.strictObject({ from: referenceWord, atMost: points })])
    .describe('points, or a field and the most it may come to'),
  expiresInDays: z.int().min(1).max(3_650).optional(),
  oncePerPerson: codeWord.optional().describe('a benefit a person may have once, however many accounts'),
};
export type PointsGift = z.output<z.ZodObject<typeof pointsGift>>;

export const pointsAtMost = ({ grant }: PointsGift): number => (typeof grant === 'number' ? grant : grant.atMost);

/** Points of a field are whole, never less than none, and never more than was written. */
export function pointsOf({ grant }: PointsGift, life: Pick<Life, 'value'>): number {
  if (typeof grant === 'number') return grant;
  const found = Math.floor(Number(life.value(grant.from) ?? 0));
  return Math.max(0, Math.min(grant.atMost, Number.isNaN(found) ? 0 : found));
}

export function pointsGiftOf(gift: PointsGift, life: Pick<Life, 'value'>): Gift {
  const { expiresInDays, oncePerPerson } = gift;
  return {
    kind: 'points',
    points: pointsOf(gift, life),
    ...(expiresInDays === undefined ? {} : { expiresInDays }),
    ...(oncePerPerson === undefined ? {} : { oncePerPerson }),
  };
}

export function sayPoints(gift: PointsGift, say: Saying): string {
  const { grant, expiresInDays, oncePerPerson } = gift;
  if (say.locale === 'zh-CN') {
    const amount =
      typeof grant === 'number'
        ? say.many(grant, 'point')
        : `${grant.from} 所示的积分，最多 ${say.many(grant.atMost, 'point')}`;
    const ends = expiresInDays === undefined ? '' : `（${say.many(expiresInDays, 'day')}后到期）`;
    return `${amount}${ends}${oncePerPerson === undefined ? '' : `，每人仅一次（${oncePerPerson}）`}`;
  }
  const amount =
    typeof grant === 'number'
      ? say.many(grant, 'point')
      : `as many points as ${grant.from} says, at most ${grant.atMost.toLocaleString('en')}`;
  const ends = expiresInDays === undefined ? '' : ` that expire in ${say.many(expiresInDays, 'day')}`;
  return `${amount}${ends}${oncePerPerson === undefined ? '' : `, once a person as ${oncePerPerson}`}`;
}

export const pointsRefs = ({ grant }: PointsGift): Ref[] =>
  typeof grant === 'number' ? [] : [{ kind: 'reference', name: grant.from, path: ['grant', 'from'], of: 'number' }];

export const grant = kind({
  verb: 'grant',
  about: 'gives points, whether or not the member can be written to',
  schema: (grammar) => z.strictObject({ ...pointsGift, ...anyEffect(grammar) }),
  says: {
    en: (step, say) => `give ${sayPoints(step, say)}`,
    'zh-CN': (step, say) => `赠送 ${sayPoints(step, say)}`,
  },
  paths: refusedPath,
  refs: pointsRefs,
  cost: (step) => ({ points: pointsAtMost(step) }),
  answers: () => [
    { field: 'points', type: 'number' },
    { field: 'expiresAt', type: 'date' },
  ],
  made: (step) => `grant-${typeof step.grant === 'number' ? step.grant : 'points'}`,
  run: (step, life) => perform(step, life, { kind: 'gift', gift: pointsGiftOf(step, life) }),
});
