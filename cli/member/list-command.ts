import { Command, Option } from 'commander';
import { type MemberNow, readMembersNow } from '../../modules/member-view/members-now.ts';
import { listMembers } from '../../modules/members/list.ts';
import { membershipStatuses, type MembershipStatus } from '../../modules/members/rules-membership.ts';
import { PerennialError } from '../../platform/errors.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { parseLocalDay, startOfLocalDay } from '../../values/calendar.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { csvAbout, printCsv } from '../list/csv.ts';

const limitDefault = 30;
const limitMax = 1_000;

interface Filters {
  readonly email?: string;
  readonly phone?: string;
  readonly tag?: string;
  readonly tier?: string;
  readonly status?: MembershipStatus;
  readonly joinedFrom?: string;
  readonly joinedTo?: string;
  readonly balance?: boolean;
  readonly before?: string;
  readonly limit: number;
  readonly csv?: boolean;
}

/** `perennial member list` */
export function listCommand(): Command {
  const command = withFilters(new Command('list').description('members by what is known of them, the latest first'));
  command.action((filters: Filters, self: Command) => listThem(undefined, filters, self));
  return withExamples(command, [
    ['perennial member list --tier gold --balance', 'who is gold and has points'],
    ['perennial member list --tag vip --csv > vip.csv', 'for a spreadsheet'],
    ['perennial member list --joined-from 2026-05-01 --joined-to 2026-06-01', 'who joined in May'],
  ]);
}

/** `perennial member find WHAT` */
export function findCommand(): Command {
  const command = withFilters(
    new Command('find')
      .description('members by anything: id, e-mail, name, phone, an order, a coupon or a referral code')
      .argument('<what>', 'all of it or, of id, e-mail, name and phone, a part'),
  );
  command.action((what: string, filters: Filters, self: Command) => listThem(what, filters, self));
  return withExamples(command, [
    ['perennial member find anna@example.com', 'by e-mail'],
    ['perennial member find 7KQM-4XWP-29TD', 'whose coupon it is'],
    ['perennial member find 536365', 'whose order it is, or whose id'],
  ]);
}

const withFilters = (command: Command): Command =>
  command
    .option('--email <address>', 'of this address, however it is written')
    .option('--phone <number>', 'of this number, however it is written')
    .option('--tag <tag>', 'with this tag')
    .option('--tier <code>', 'of this tier')
    .addOption(new Option('--status <status>', 'only these').choices(membershipStatuses))
    .option('--joined-from <day>', 'who joined on this day or later')
    .option('--joined-to <day>', 'who joined before this day')
    .option('--balance', 'who has points that can be spent')
    .option('--no-balance', 'who has none')
    .option('--before <member>', 'only those behind this page: what the page before named')
    .option('--limit <members>', 'members to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('--csv', csvAbout);

async function listThem(query: string | undefined, filters: Filters, command: Command): Promise<void> {
  await withDatabase(command, async (context) => {
    const { out, database, clock, programme } = context;
    const { id, definition } = await programme();
    const { email, phone, tag, tier, status, balance, before, limit, csv } = filters;
    const joinedFrom = dayOf(filters.joinedFrom, '--joined-from', definition.zone);
    const joinedTo = dayOf(filters.joinedTo, '--joined-to', definition.zone);
    const plain = { query, email, phone, tag, tier };
    if (csv) {
      const joined = { joinedFrom: joinedFrom?.toISOString(), joinedTo: joinedTo?.toISOString() };
      const hasBalance = balance === undefined ? undefined : String(balance);
      return printCsv(context, 'members', { ...plain, ...joined, status, hasBalance });
    }
    const statuses = status === undefined ? undefined : [status];
    const wanted = { ...plain, joinedFrom, joinedTo, hasBalance: balance, status: statuses };
    const { members, next } = await gather(limit, before, async (after, rest) => {
      const { ids, next: end } = await listMembers(database, id, { ...wanted, before: after, limit: rest });
      return { members: await readMembersNow(database, id, ids, clock.now()), next: end };
    });
    out.result({ data: members, nextCursor: next ?? null }, () => renderMembers(members));
    if (next !== undefined) out.note(`More: add --before ${next}`);
  });
}

/** Pages that are looked through for one answer: each looks at 20,000 members. */
const pagesMax = 100;

/** Pages until there is enough: one of a rare kind may be empty, and the next one go on. */
async function gather(
  limit: number,
  before: string | undefined,
  page: (after: string | undefined, rest: number) => Promise<{ members: MemberNow[]; next: string | undefined }>,
): Promise<{ members: MemberNow[]; next: string | undefined }> {
  const members: MemberNow[] = [];
  let next = before;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const found = await page(next, limit - members.length);
    members.push(...found.members);
    next = found.next;
    if (next === undefined || members.length >= limit) break;
  }
  return { members, next };
}

function dayOf(text: string | undefined, field: string, zone: string): Date | undefined {
  if (text === undefined) return undefined;
  const day = parseLocalDay(text);
  if (day !== undefined) return startOfLocalDay(day, zone);
  throw new PerennialError('USAGE', `${field}: "${text}" is not a date.`, { field, fix: 'Write it as 2026-05-20.' });
}

const renderMembers = (members: readonly MemberNow[]): string =>
  renderTable(
    [
      ...[{ title: 'member' }, { title: 'name' }, { title: 'e-mail' }, { title: 'tier' }, { title: 'status' }],
      ...[{ title: 'points' }, { title: 'joined' }],
    ],
    members.map(({ id, name, email, tier, status, balance, joinedAt }) => [
      ...[id, name ?? '', email ?? '', tier, status, balance.available.toLocaleString('en')],
      joinedAt.toISOString().slice(0, 10),
    ]),
  );
