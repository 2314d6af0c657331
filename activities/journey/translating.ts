import { latestCoupons } from '../../modules/coupons/rows-states.ts';
import { memberZones } from '../../modules/members/rows.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Db } from '../../platform/database.ts';
import { currencyDigits } from '../../values/money.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { JourneyAsk } from '../../workflows/lifecycles/journey/asks.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { Step } from '../../workflows/steps.ts';
import { translate, type Translating } from './translate.ts';

/** What a page of a journey asks for, as the product's own steps where it has such. */
export async function translateAll(
  tx: Db,
  programmeId: number,
  journey: JourneyFile,
  requests: readonly StepRequest[],
): Promise<StepRequest<Step>[]> {
  const translating = await readTranslating(tx, programmeId, journey, requests);
  return requests.map((request) => translate(request, translating));
}

async function readTranslating(
  tx: Db,
  programmeId: number,
  journey: JourneyFile,
  requests: readonly StepRequest[],
): Promise<Translating> {
  const asks = requests.map((request) => ({ request, ask: request.step as JourneyAsk }));
  const giving = asks.filter(({ ask }) => ask.kind === 'gift' || ask.kind === 'message');
  const telling = asks.filter(({ ask }) => ask.kind === 'message').map(({ request }) => request);
  const zoneOf = await memberZones(
    tx,
    programmeId,
    giving.map(({ request }) => request.memberId),
  );
  const earlier = await latestCoupons(tx, telling);
  const { zone, locale, currency } = (await loadProgramme(tx, programmeId)).definition;
  return {
    journey,
    programme: { zone, locale, currencyDigits: currencyDigits(currency) ?? 2 },
    memberZone: zoneOf,
    earlierCoupon: (enrolmentId) => earlier.get(enrolmentId),
  };
}
