import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../data/session.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { factOf, isKnown, numberOf, type Review } from './subjects.ts';

interface Fact {
  readonly name: ReactNode;
  readonly value: ReactNode;
}

/** The evidence of a case in words. */
export function Facts({ review }: { readonly review: Review }): ReactNode {
  const tell = useText();
  const facts = useFacts(review);
  return (
    <dl className="facts">
      {review.campaign !== null && (
        <>
          <dt>{tell('reviews.campaign')}</dt>
          <dd>
            <Link to={`/campaigns/${encodeURIComponent(review.campaign)}`}>{review.campaign}</Link>
          </dd>
        </>
      )}
      {facts.map(({ name, value }, at) => (
        <Pair key={at} name={name} value={value} />
      ))}
      {facts.length === 0 && review.campaign === null && <dd>{tell('reviews.noFacts')}</dd>}
    </dl>
  );
}

function Pair({ name, value }: Fact): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className="anywhere">{value}</dd>
    </>
  );
}

function useFacts(review: Review): readonly Fact[] {
  const tell = useText();
  const formats = useFormats();
  const points = numberOf(review, 'points');
  const gift = numberOf(review, 'giftPoints');
  const amount = numberOf(review, 'amountMinor');
  const at = factOf(review, 'occurredAt');
  const request = factOf(review, 'request');
  if (!isKnown(review.subject)) return rawFacts(review);
  const all: readonly (Fact | undefined)[] = [
    points === undefined
      ? undefined
      : {
          name: tell('reviews.asked'),
          value: <Text k="reviews.points" with={{ n: Math.abs(points), count: formats.signed(points) }} />,
        },
    textFact(tell('reviews.reason'), factOf(review, 'reason')),
    textFact(tell('reviews.askedBy'), factOf(review, 'requestedBy')),
    gift === undefined
      ? undefined
      : {
          name: tell('reviews.giftPoints'),
          value: <Text k="reviews.points" with={{ n: gift, count: formats.number(gift) }} />,
        },
    textFact(tell('reviews.giftCoupon'), factOf(review, 'giftCoupon')),
    textFact(tell('reviews.orderId'), factOf(review, 'orderId')),
    amount === undefined ? undefined : { name: tell('reviews.amount'), value: formats.money(amount) },
    at === undefined ? undefined : { name: tell('reviews.happened'), value: <When at={at} /> },
    request === undefined
      ? undefined
      : {
          name: tell('reviews.request'),
          value: request === 'erase' ? tell('reviews.requestErase') : tell('reviews.requestExport'),
        },
    textFact(tell('reviews.shop'), factOf(review, 'shop')),
  ];
  return all.filter((fact) => fact !== undefined);
}

const textFact = (name: string, value: string | undefined): Fact | undefined =>
  value === undefined ? undefined : { name, value };

/** Of a kind that only an installation knows, by the names that it gave. */
const rawFacts = ({ facts }: Review): readonly Fact[] =>
  Object.entries(facts).map(([name, value]) => ({
    name: <code>{name}</code>,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
