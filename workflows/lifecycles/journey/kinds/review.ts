import * as z from 'zod';
import { codeWord, durationWord } from '../../../../conditions/words.ts';
import { afterPause, anyStep, into, kind, textOf } from '../kind.ts';

export const review = kind({
  verb: 'review',
  about: 'puts a question before a person and waits for the decision',
  schema: ({ steps }) =>
    z.strictObject({
      review: z.string().min(1).max(200).describe('the question'),
      by: codeWord.describe('a role of the programme'),
      atMost: durationWord,
      approved: steps.optional(),
      rejected: steps.optional(),
      undecided: steps.optional(),
      ...anyStep,
      ...afterPause,
    }),
  waits: true,
  isFork: true,
  says: {
    en: (step, say) => `ask a ${step.by}: "${step.review}", and wait at most ${say.length(step.atMost)}`,
    'zh-CN': (step, say) => `请 ${step.by} 决定：“${step.review}”，最多等待 ${say.length(step.atMost)}`,
  },
  paths: ({ approved = [], rejected = [], undecided = [] }) => [
    { name: 'approved', steps: approved, at: ['approved'] },
    { name: 'rejected', steps: rejected, at: ['rejected'] },
    { name: 'undecided', steps: undecided, at: ['undecided'] },
  ],
  refs: ({ by }) => [{ kind: 'role', name: by, path: ['by'] }],
  answers: () => [
    { field: 'note', type: 'text' },
    { field: 'decidedBy', type: 'text' },
  ],
  made: (step) => `review-${step.review}`,
  async run(step, life) {
    const caseId = life.begun?.caseId;
    if (caseId === undefined) {
      const opened = await life.ask({ kind: 'review', question: step.review, by: step.by });
      if (opened.kind !== 'applied') return into('undecided');
      return { kind: 'stay', begun: { caseId: textOf(opened.data?.caseId) } };
    }
    const decided = { event: 'review.decided', where: { caseId: textOf(caseId) } };
    const came = await life.waitFor([decided], { length: step.atMost }, 'entry');
    if (came.kind !== 'came') return into('undecided');
    const { note = null, decidedBy = null } = came.data;
    return into(came.data.approved === true ? 'approved' : 'rejected', { note, decidedBy });
  },
});
