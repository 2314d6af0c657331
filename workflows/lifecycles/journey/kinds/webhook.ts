import * as z from 'zod';
import { codeWord, durationWord, fieldWord } from '../../../../conditions/words.ts';
import { afterPause, anyStep, into, kind, on, textOf } from '../kind.ts';
import { valuesOf, written, writtenRefs } from './set.ts';

const timeoutDefault = '1 hour';

export const webhook = kind({
  verb: 'webhook',
  about: 'asks a system of yours, signed, and keeps fields of its answer',
  schema: ({ steps }) =>
    z
      .strictObject({
        webhook: codeWord.describe('an endpoint of the programme'),
        send: z.record(fieldWord, written).optional(),
        keep: z
          .record(fieldWord, z.enum(['text', 'number', 'flag', 'date']))
          .optional()
          .describe('fields of the answer that later steps use'),
        timeout: durationWord.optional().describe('all tries together; 1 hour when left out'),
        ifFailed: steps.optional().describe('when it does not answer in time'),
        ...anyStep,
        ...afterPause,
      })
      .refine(({ keep, id }) => keep === undefined || id !== undefined, {
        path: ['id'],
        message: 'is missing, but its answer is kept',
        params: { fix: 'add "id", by which later steps name the answer' },
      }),
  waits: true,
  says: {
    en: ({ webhook: endpoint, keep, timeout = timeoutDefault }, say) =>
      `ask ${endpoint}${keep === undefined ? '' : ` and keep ${say.list(Object.keys(keep))}`}, for at most ${say.length(timeout)}`,
    'zh-CN': ({ webhook: endpoint, keep, timeout = timeoutDefault }, say) =>
      `调用 ${endpoint}${keep === undefined ? '' : `，保留 ${say.list(Object.keys(keep))}`}，最多等待 ${say.length(timeout)}`,
  },
  paths: ({ ifFailed }) => (ifFailed === undefined ? [] : [{ name: 'failed', steps: ifFailed, at: ['ifFailed'] }]),
  refs: ({ webhook: endpoint, send = {} }) => [
    { kind: 'webhook', name: endpoint, path: ['webhook'] },
    ...writtenRefs(send, 'send'),
  ],
  answers: ({ keep = {} }) => Object.entries(keep).map(([field, type]) => ({ field, type })),
  made: ({ webhook: endpoint }) => endpoint,
  async run(step, life) {
    const call = life.begun?.call;
    if (call === undefined) {
      const sent = await life.ask({
        kind: 'webhook',
        endpoint: step.webhook,
        send: valuesOf(step.send ?? {}, life),
        keep: Object.keys(step.keep ?? {}),
      });
      if (sent.kind === 'applied') return { kind: 'stay', begun: { call: textOf(sent.data?.call) } };
      return sent.kind === 'refused' && step.ifFailed !== undefined ? into('failed') : on;
    }
    const answered = { event: 'webhook.answered', where: { call: textOf(call) } };
    const came = await life.waitFor([answered], { length: step.timeout ?? timeoutDefault }, 'entry');
    if (came.kind !== 'came' || came.data.failed === true) return step.ifFailed === undefined ? on : into('failed');
    const kept = Object.keys(step.keep ?? {}).map((field) => [field, came.data[field] ?? null] as const);
    return { kind: 'on', answer: Object.fromEntries(kept) };
  },
});
