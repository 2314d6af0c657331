import { z } from '@hono/zod-openapi';
import { readTimelinePage } from '../../../modules/member-view/timeline-of.ts';
import type { TimelineEntry } from '../../../modules/member-view/timeline-entry.ts';
import { requireMemberId } from '../../../modules/members/find.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { locales } from '../../../values/wording.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { localeOf } from '../locale.ts';
import { timelineEntryPageExample } from '../examples/timeline.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { memberIdSchema, query } from '../schemas/basics.ts';
import { timelineEntryPageSchema } from '../schemas/timeline.ts';

const position = z.object({ at: z.coerce.date(), shown: z.int(), depth: z.int() });

const getTimeline = endpoint(
  {
    operationId: 'getTimeline',
    method: 'get',
    path: '/members/{memberId}/timeline',
    tag: 'Members',
    summary: 'Everything that happened, with reasons',
    description: 'At the command line: perennial member show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'members.timeline',
    cli: 'member show',
    page: 'Member',
    params: z.strictObject({ memberId: memberIdSchema.describe('Its id; percent-encode it once.') }),
    query: z.strictObject({
      locale: z
        .enum(locales)
        .optional()
        .describe('The language of the texts; what Accept-Language asks for when absent, else English.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: timelineEntryPageSchema, example: timelineEntryPageExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { memberId }, query: filter, programmeId, db, deps, language }) => {
    const { limit, cursor, locale = localeOf(language) } = filter;
    const now = deps.clock.now();
    // By its id alone: what finds members for people takes addresses, too.
    await requireMemberId(db, programmeId, memberId);
    const filters = { ...filter, memberId, locale };
    const before = readCursor('timeline', filters, cursor, position);
    const programme = await loadProgramme(db, programmeId);
    const { entries, next } = await readTimelinePage(db, programme, memberId, { limit, locale, now, before });
    const nextCursor = writeCursor('timeline', filters, next);
    return { status: 200, body: { data: entries.map(entryBody), nextCursor } };
  },
);

function entryBody({ at, title, details, points, balance, refs }: TimelineEntry) {
  const source = sourceOf(refs);
  return {
    at,
    text: title,
    lines: details,
    ...(points === 0 ? {} : { points, available: Math.max(0, balance) }),
    ...(source === undefined ? {} : { source }),
  };
}

function sourceOf({ source, eventId, couponCode, messageId, enrolmentId }: TimelineEntry['refs']) {
  if (source !== undefined) {
    const [type = '', ...id] = source.split(':');
    return { type, id: id.join(':') };
  }
  if (eventId !== undefined) return { type: 'event', id: eventId };
  if (couponCode !== undefined) return { type: 'coupon', id: couponCode };
  if (messageId !== undefined) return { type: 'message', id: publicIdOf('msg', messageId) };
  return enrolmentId === undefined ? undefined : { type: 'enrolment', id: publicIdOf('enr', enrolmentId) };
}

export const timelineEndpoints = [getTimeline];
