import { createConnection } from '../../modules/connect/create.ts';
import { receiveChannelCall } from '../../modules/connect/channel/receive.ts';
import { createChannelSender } from '../../modules/connect/channel/sender.ts';
import { reserveMessages, type MessageStep } from '../../modules/messaging/sending/reserve.ts';
import type { TextChannel } from '../../modules/programme/rules-message-limits.ts';
import { signedHeaders } from '../../modules/webhooks/post.ts';
import { inTransaction } from '../../platform/database.ts';
import { type MailWorld, openMailWorld } from './mail-world.ts';
import { type Receiver, type Received, type Reply, startReceiver } from './webhook-receiver.ts';

const reach = { allowsThisMachine: true };

/** Short texts of the shipped messages. */
const shortTexts = {
  welcome: {
    en: { sms: { text: 'Welcome {{ member.name }}: {{ giftPoints }} points are yours.' } },
    'zh-CN': { sms: { text: '欢迎{{ member.name }}：{{ giftPoints }} 积分已到账。' } },
  },
  'profile-reminder': {
    en: {
      sms: { text: '{{ profilePoints }} points wait for you. {{ optOut }}' },
      wechat: {
        text: '{{ profilePoints }} points wait for you.',
        title: 'Your profile',
        url: 'https://shop.example/me',
      },
      push: { text: '{{ profilePoints }} points wait for you.', title: 'Your profile' },
    },
  },
  'points-expiring': {
    en: { sms: { text: '{{ expiring.total }} points end on {{ expiring.firstAt | date }}.' } },
  },
};

interface Reachable {
  readonly phone?: string | null;
  readonly wechatOpenId?: string | null;
  readonly pushToken?: string | null;
  readonly locale?: string;
  readonly zone?: string;
  readonly email?: string | null;
  /** Channels of which marketing was agreed to. */
  readonly agreed?: readonly string[];
}
export type TextPerson = Awaited<ReturnType<MailWorld['addPerson']>>;

/** A mail world that sends texts, too, with a provider of the test's on HTTP. */
export async function openTextWorld(replyTo: (call: Received, number: number) => Reply = () => ({})) {
  const world = await openMailWorld();
  const receiver: Receiver = await startReceiver((call, number) => replyTo(call, number));
  const { database, programmeId, clock } = world;
  const { definition, ...version } = await database.campaignVersion.findUniqueOrThrow({
    where: { id: world.campaignVersionId },
    select: { programmeId: true, campaignId: true, definition: true, definitionHash: true, triggerType: true },
  });
  const { id: campaignVersionId } = await database.campaignVersion.create({
    data: { ...version, version: 2, definition: { ...(definition as object), shortTexts }, listensTo: [] },
  });
  const connect = (channels: readonly TextChannel[], url = receiver.url, perSecond = 1_000) =>
    createConnection(
      database,
      programmeId,
      { kind: 'channel', settings: { url, channels, perSecond }, reach, actor: 'test' },
      clock.now(),
    );
  const texts = createChannelSender({ database, clock, reach, timeoutMs: 1_000, knownMs: 0 });
  const dispatch = world.createDispatch({ texts });
  let number = 0;
  return {
    ...world,
    ...{ receiver, connect, texts, dispatch, campaignVersionId },
    queue: (channel: string) => ({ programmeId, channel }),
    addPerson: async ({
      phone,
      wechatOpenId,
      pushToken,
      agreed = [],
      ...person
    }: Reachable = {}): Promise<TextPerson> => {
      number += 1;
      const found = await world.addPerson(person);
      const { memberId } = found;
      await database.$executeRaw`
        UPDATE member_profile SET phone = ${phone === undefined ? `+4420794609${String(number).padStart(2, '0')}` : phone}::text,
          wechat_open_id = ${wechatOpenId ?? null}::text, push_token = ${pushToken ?? null}::text
        WHERE member_id = ${memberId}::bigint`;
      await database.$executeRaw`
        INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
        SELECT ${programmeId}::smallint, ${memberId}::bigint, c, true, 'test', '2026-01-02' FROM unnest(${agreed as string[]}::text[]) c`;
      return found;
    },
    reserveText: (people: readonly TextPerson[], step: MessageStep, key: string = step.template) =>
      inTransaction(database, (tx) =>
        reserveMessages(
          tx,
          { programmeId, campaignId: world.campaignId, campaignVersionId, now: clock.now() },
          people.map((person) => ({ ...person, key: `${person.enrolmentId}/${key}/1`, step })),
        ),
      ),
    /** Sends pages of a channel until nothing more is due. */
    sendAll: async (channel: string) => {
      for (let handled = 1; handled > 0;) ({ handled } = await dispatch({ programmeId, channel }));
    },
    messageOf: ({ memberId }: TextPerson) =>
      database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) } }),
    bodies: () => receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    /** What the provider tells, signed as it signs. */
    report: (connection: { id: string; secret?: string }, body: object, id: string) => {
      const raw = JSON.stringify(body);
      const headers = new Headers(signedHeaders({ id, body: raw, secrets: [connection.secret ?? ''] }, new Date()));
      const deps = { database, clock, logger: { warn: () => undefined } };
      return receiveChannelCall(deps, { connectionId: connection.id, headers, body: Buffer.from(raw) });
    },
    close: async () => {
      await receiver.stop();
      await world.close();
    },
  };
}

export type TextWorld = Awaited<ReturnType<typeof openTextWorld>>;
