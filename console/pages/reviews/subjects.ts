import type { Shape } from '../../data/api.ts';
import { useText } from '../../text/use-text.tsx';

export type Review = Shape['Review'];

/** What is decided; a lifecycle of one's own may ask for more. */
export const subjects = ['adjustment', 'referral', 'onboarding-gift', 'parked-order', 'privacy-request'] as const;
export type Subject = (typeof subjects)[number];

export const isKnown = (subject: string): subject is Subject => (subjects as readonly string[]).includes(subject);

/** What kind of case it is, in words; its own name where it is a kind that only an installation knows. */
export function useSubjectName(): (subject: string) => string {
  const tell = useText();
  const names: Readonly<Record<Subject, string>> = {
    adjustment: tell('reviews.adjustment'),
    referral: tell('reviews.referral'),
    'onboarding-gift': tell('reviews.gift'),
    'parked-order': tell('reviews.parked'),
    'privacy-request': tell('reviews.privacy'),
  };
  return (subject) => (isKnown(subject) ? names[subject] : subject);
}

/** A fact of the evidence as text; undefined when it is not there. */
export function factOf({ facts }: Review, name: string): string | undefined {
  const fact: unknown = facts[name];
  return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : undefined;
}

/** The same as a number. */
export function numberOf(review: Review, name: string): number | undefined {
  const fact: unknown = review.facts[name];
  return typeof fact === 'number' ? fact : undefined;
}
