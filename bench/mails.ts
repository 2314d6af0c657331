import { createTransport } from 'nodemailer';
import { type Templates, createTemplates } from '../modules/messaging/content/templates.ts';
import { emailVariables } from '../modules/messaging/content/write-mail.ts';
import { createDispatch } from '../modules/messaging/sending/dispatch.ts';
import { openMailServer } from '../modules/messaging/sending/mail-server.ts';
import { readMessagingProgramme } from '../modules/messaging/content/rows-sources.ts';
import { programmeWords } from '../modules/programme/rules-words.ts';
import { realClock } from '../platform/clock.ts';
import type { Bench } from './bench.ts';
import { type MailSink, reserveMails, startMailSink } from './fixtures/mails.ts';
import type { Finding } from './harness/finding.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { inTurns } from './harness/rounds.ts';

const ratioMin = 0.5;
/** As many as the product opens; nodemailer's own pool is given the same. */
const connectionsMax = 6;
const mailsPerConnectionMax = 100;
const link = 'https://club.example/u/1.1.m.AAAAAAAAAAAAAAAAAAAAAA';
const unsubscribe = { publicUrl: 'https://club.example', secret: 'the secret of the benchmarks' };

/** Mails that are due, through the dispatch, beside nodemailer's own pool with the same texts, server and connections. */
export const mailsBench: Bench = {
  name: 'mails',
  title: "mails that are due, beside nodemailer's own pool",
  run: async (lab) => {
    const sink = await startMailSink();
    try {
      return await measure(lab, sink);
    } finally {
      sink.stop();
    }
  },
};

async function measure(lab: Lab, sink: MailSink): Promise<Finding[]> {
  const mails = lab.quick ? 1_000 : 4_000;
  const { all: rounds, medians } = await inTurns(
    lab.quick ? 2 : 5,
    [
      { name: 'pool', run: () => lab.withDatabase((on) => timedPool(on, sink, mails)) },
      { name: 'dispatch', run: () => lab.withDatabase((on) => timedDispatch(on, sink, mails)) },
    ],
    lab.say,
  );
  return [
    {
      bench: 'mails',
      what: `${mails.toLocaleString('en')} mails, half of them offers: decided on, written, handed over, noted`,
      measured: { value: medians.dispatch, unit: 'mails/s' },
      against: { name: `nodemailer's pool, ${connectionsMax} connections:`, value: medians.pool, unit: 'mails/s' },
      ratio: medians.dispatch / medians.pool,
      limit: { atLeast: ratioMin },
      rounds,
    },
  ];
}

/** Mails a second of the product's dispatch, from the first claim until the last is noted as sent. */
async function timedDispatch({ database, ...on }: LabDatabase, sink: MailSink, mails: number): Promise<number> {
  const clock = realClock();
  const programmeId = await reserveMails({ database, ...on }, mails, clock.now());
  const mailServer = openMailServer({ url: sink.url, connectionsMax });
  const dispatch = createDispatch({ database, clock, mailServer, unsubscribe });
  const before = await sink.taken();
  const startedAt = performance.now();
  for (let left = mails; left > 0;) left -= (await dispatch({ programmeId, channel: 'email' })).handled;
  const seconds = (performance.now() - startedAt) / 1_000;
  await mailServer.close();
  const sent = await database.message.count({ where: { programmeId, status: 'sent', attempts: 1 } });
  const taken = (await sink.taken()) - before;
  if (sent !== mails || taken !== mails) throw new Error(`${mails} mails: ${sent} noted as sent, ${taken} arrived`);
  return mails / seconds;
}

/** Mails a second of nodemailer's pool, given the finished texts of the same mails: no decision, no database, no record. */
async function timedPool({ database, ...on }: LabDatabase, sink: MailSink, mails: number): Promise<number> {
  const programmeId = await reserveMails({ database, ...on }, mails, realClock().now());
  const letters = await writtenMails(createTemplates(database), database, programmeId);
  const transport = createTransport({
    ...{ pool: true, host: '127.0.0.1', port: Number(new URL(sink.url).port), secure: false, ignoreTLS: true },
    ...{ maxConnections: connectionsMax, maxMessages: mailsPerConnectionMax },
  });
  const before = await sink.taken();
  const startedAt = performance.now();
  await Promise.all(letters.map((letter) => transport.sendMail(letter)));
  const seconds = (performance.now() - startedAt) / 1_000;
  transport.close();
  const taken = (await sink.taken()) - before;
  if (taken !== mails) throw new Error(`${mails} mails: ${taken} arrived`);
  return mails / seconds;
}

async function writtenMails(templates: Templates, database: LabDatabase['database'], programmeId: number) {
  const programme = await readMessagingProgramme(database, programmeId);
  const rows = await database.message.findMany({
    where: { programmeId },
    include: { member: { include: { profile: true } } },
  });
  return await Promise.all(
    rows.map(async (row) => {
      const { campaignVersionId, template: name, locale, messageId, member } = row;
      const template = await templates(
        { campaignVersionId: campaignVersionId ?? 0, template: name, locale },
        programme,
      );
      const profile = { name: member.profile?.name ?? null, tier: member.tier };
      const variables = row.variables as Parameters<typeof emailVariables>[0]['message']['variables'];
      const message = { ...profile, variables };
      const words = programmeWords(programme, locale);
      const texts = template.render(
        emailVariables({ programme: words, message, points: 0, expiring: undefined }, link),
      );
      return {
        ...texts,
        from: programme.sender,
        to: { name: profile.name ?? '', address: member.profile?.email ?? '' },
        messageId,
        list: { unsubscribe: link },
      };
    }),
  );
}
