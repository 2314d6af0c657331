import { Prisma } from '../../../prisma/generated/client.ts';

const columns: Readonly<Record<string, Prisma.Sql>> = {
  email: Prisma.sql`lower(btrim(p.email))`,
  sms: Prisma.sql`phone_number(p.phone)`,
  wechat: Prisma.sql`p.wechat_open_id`,
  push: Prisma.sql`p.push_token`,
};

/** The address of a channel in `member_profile p`, as its index has it: who has an address is found by it. */
export function addressColumn(channel: string): Prisma.Sql {
  const column = columns[channel];
  if (column === undefined) throw new Error(`the channel ${channel} has no addresses`);
  return column;
}
