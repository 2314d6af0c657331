import { z } from '@hono/zod-openapi';
import { readFunnel } from '../../../modules/campaigns/funnel.ts';
import { previewMessage as preview } from '../../../modules/campaigns/preview-message.ts';
import { type CampaignReport, readCampaignReport } from '../../../modules/campaigns/report.ts';
import { memberNotFound } from '../../../modules/members/find.ts';
import { memberIdOf } from '../../../modules/members/find.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { endpoint } from '../endpoint.ts';
import { reasonsIn } from '../locale.ts';
import { campaignReportExample, previewExample, previewInputExample } from '../examples/campaigns.ts';
import { codeSchema } from '../schemas/basics.ts';
import { campaignReportSchema, previewInputSchema, previewSchema } from '../schemas/campaigns.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });

const getCampaignReport = endpoint(
  {
    operationId: 'getCampaignReport',
    method: 'get',
    path: '/campaigns/{code}/report',
    tag: 'Campaigns',
    summary: 'Funnel, what was given, what it added',
    description: 'At the command line: perennial campaign report.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.report',
    cli: 'campaign report',
    page: 'Campaign',
    params,
    answers: {
      200: { description: 'The thing as it is.', schema: campaignReportSchema, example: campaignReportExample },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, db, deps, language }) => {
    const say = await reasonsIn(db, programmeId, language);
    const said = <Row extends { readonly reason: string }>(row: Row) => ({ ...row, text: say(row.reason) });
    const report = await readCampaignReport(deps.database, programmeId, code, deps.clock.now());
    const steps = await readFunnel(db, programmeId, code);
    return {
      status: 200,
      body: {
        ...{ campaign: code, at: report.asOf, steps, given: givenOf(report), holdOut: holdOutOf(report) },
        conversion: conversionOf(report),
        outcomes: report.outcomes.map(said),
        ...{ messages: report.messages.map(said), points: report.points, coupons: report.coupons },
      },
    };
  },
);

const previewMessage = endpoint(
  {
    operationId: 'previewMessage',
    method: 'post',
    path: '/campaigns/{code}/previews',
    tag: 'Campaigns',
    summary: 'A message as it would read',
    description: 'At the command line: perennial message preview.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.preview',
    cli: 'message preview',
    page: 'Messages',
    params,
    body: { schema: previewInputSchema, example: previewInputExample },
    answers: { 200: { description: 'The thing as it is.', schema: previewSchema, example: previewExample } },
    problems: [400, 401, 403, 404, 413, 415, 422, 429, 503],
  },
  async ({ params: { code: campaign }, body: { template, locale, memberId }, programmeId, db, deps }) => {
    const programme = await loadProgramme(db, programmeId);
    if (memberId !== undefined && (await memberIdOf(db, programmeId, memberId)) === undefined)
      throw memberNotFound(memberId);
    const wanted = {
      ...(memberId === undefined ? {} : { member: memberId }),
      ...(locale === undefined ? {} : { locale }),
    };
    const written = await preview(deps, programme, { campaign, template, ...wanted }).catch(asRequest);
    const { subject, text, html } = written.email;
    const { class: messageClass, from, to, texts, notes } = written;
    return {
      status: 200,
      body: { subject, text, html, locale: written.locale, class: messageClass, from, to, texts: [...texts], notes },
    };
  },
);

function givenOf({ points, coupons, messages }: CampaignReport) {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return {
    points: sum(points.map((each) => each.points)),
    takenBack: sum(points.map((each) => each.takenBack)),
    coupons: sum(coupons.map((each) => each.given)),
    messages: sum(messages.filter(({ fate }) => fate === 'sent').map(({ count }) => count)),
  };
}

function holdOutOf({ conversion: { comparison, heldOut } }: CampaignReport) {
  if (comparison === null) return null;
  const { difference, interval } = comparison;
  return { members: heldOut.members, difference, low: interval.low, high: interval.high };
}

function conversionOf({ conversion: { days, given, heldOut, stillOpen, comparison } }: CampaignReport) {
  const groupOf = ({ members, converted: ordered, rate, interval }: typeof given) => ({
    ...{ members, ordered, rate, ...interval },
  });
  return {
    ...{ days, given: groupOf(given), heldOut: groupOf(heldOut), stillOpen },
    comparison: comparison && {
      ...{ difference: comparison.difference, ...comparison.interval },
      ...{ verdict: comparison.verdict, heldOutNeeded: comparison.heldOutNeeded },
    },
  };
}

/** What the command line would say of its options is a fault of the request here. */
function asRequest(error: unknown): never {
  if (!(error instanceof PerennialError) || error.code !== 'USAGE') throw error;
  const { message, fix } = error;
  throw new PerennialError('REQUEST_INVALID', message, { field: 'locale', ...(fix === undefined ? {} : { fix }) });
}

export const campaignLooks = [getCampaignReport, previewMessage];
