import * as z from 'zod';
import { anyStep, kind } from '../kind.ts';

const statuses = { done: '完成', exited: '退出', skipped: '跳过' } as const;

export const end = kind({
  verb: 'end',
  about: 'ends the journey for the member, with a reason',
  schema: () =>
    z.strictObject({
      end: z.string().trim().min(1).max(200).describe('why, as the timeline says it'),
      status: z.enum(['done', 'exited', 'skipped']).optional().describe('done when left out'),
      ...anyStep,
    }),
  isFork: true,
  says: {
    en: ({ end: reason, status = 'done' }) => `end: ${reason}${status === 'done' ? '' : ` (${status})`}`,
    'zh-CN': ({ end: reason, status = 'done' }) =>
      `结束：${reason}${status === 'done' ? '' : `（${statuses[status]}）`}`,
  },
  made: ({ end: reason }) => `end-${reason}`,
  run: async (step) => ({ kind: 'end', status: step.status ?? 'done', reason: step.end }),
});
