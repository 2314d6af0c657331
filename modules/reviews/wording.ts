import { asStored, type NoParams, type PhraseOf, type TextPhrases, type Wording } from '../../values/phrase.ts';
import type { JsonObject } from '../../values/json.ts';

/** What became of cases that a person decides. */
export interface ReviewPhrases {
  'review.opened': NoParams;
  'review.case': { caseId: string | null };
  'review.approved': NoParams;
  'review.rejected': NoParams;
}

export const reviewWording: Wording<ReviewPhrases> = {
  en: {
    'review.opened': () => 'Held for review',
    'review.case': ({ caseId }) =>
      caseId === null ? 'no case' : `case ${caseId}: \`perennial review show ${caseId}\``,
    'review.approved': () => 'Approved on review',
    'review.rejected': () => 'Rejected on review',
  },
  'zh-CN': {
    'review.opened': () => '提交人工审核',
    'review.case': ({ caseId }) =>
      caseId === null ? '没有审核单' : `审核单 ${caseId}：\`perennial review show ${caseId}\``,
    'review.approved': () => '审核通过',
    'review.rejected': () => '审核未通过',
  },
};

/** The title of the event by which a case is decided; undefined of any other. */
export function reviewTitle(type: string, data: JsonObject): PhraseOf<ReviewPhrases> | undefined {
  if (type !== 'review.decided') return undefined;
  return { key: data.approved === true ? 'review.approved' : 'review.rejected', params: {} };
}

/** What was noted with the decision. */
export function reviewDetails(type: string, { note }: JsonObject): PhraseOf<TextPhrases>[] {
  return type === 'review.decided' && typeof note === 'string' && note !== '' ? [asStored(note)] : [];
}

/** Where to find the case that a step has opened. */
export function reviewCase(data: JsonObject[string]): PhraseOf<ReviewPhrases> {
  const caseId = typeof data === 'object' && data !== null && 'caseId' in data ? data.caseId : undefined;
  return { key: 'review.case', params: { caseId: typeof caseId === 'string' ? caseId : null } };
}
