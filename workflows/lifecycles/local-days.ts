import type { Instant } from '../../values/instant.ts';
import { ask, type MemberContext } from '../steps.ts';

const dayMs = 86_400_000;

/**
 * The same time of the member's day so many days after an instant, or before it where `days` is negative: a day is as long as their
 * calendar has it. Asked under `name`.
 */
export async function localDaysFrom(
  context: MemberContext,
  name: string,
  { fromAt, days }: { readonly fromAt: Instant; readonly days: number },
): Promise<Instant> {
  const answer = await ask(context, name, { kind: 'localTimes', fromAt, days: [days] });
  const [at] = answer.kind === 'applied' ? (answer.data?.at ?? []) : [];
  return at ?? fromAt + days * dayMs;
}
