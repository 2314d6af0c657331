import { pluralOf } from '../../values/plural.ts';
import { asStored, type PhraseOf, type StoredTexts, type TextPhrases, type Wording } from '../../values/phrase.ts';

/** What happened to points. */
export interface LedgerPhrases {
  'points.earned': { points: number };
  'points.available': { points: number };
  'points.cancelled': { points: number };
  'points.spent': { points: number };
  'points.held': { points: number };
  'points.captured': { points: number };
  'points.released': { points: number };
  'points.refunded': { points: number };
  'points.taken-back': { points: number };
  'points.expired': { points: number };
  'points.forfeited': { points: number };
  'points.written-off': { points: number };
  'points.added-by-hand': { points: number };
  'points.deducted-by-hand': { points: number };
  'points.moved-in': { points: number };
  'points.moved-out': { points: number };
  'points.other': { points: number; kind: string };
  'points.granted': { points: number; reason: string | null };
  'points.pending-until': { points: number; at: Date };
  'points.taken-back-pending': { points: number };
  'points.owed': { points: number };
  'points.paid-off': { points: number };
  'points.expire-on': { at: Date };
  'points.by-actor': { actor: string };
  'points.source': { type: string; id: string };
}
type LedgerPhrase = PhraseOf<LedgerPhrases>;

const sources: Readonly<Record<string, string>> = {
  order: '订单',
  event: '事件',
  redemption: '兑换',
  enrolment: '活动',
  import: '导入',
};

export const ledgerWording: Wording<LedgerPhrases> = {
  en: {
    'points.earned': ({ points }, say) => `${say.points(points)} earned`,
    'points.available': ({ points }, say) => `${say.points(points)} became available`,
    'points.cancelled': ({ points }, say) => `${say.points(points)} cancelled before they became available`,
    'points.spent': ({ points }, say) => `${say.points(points)} spent`,
    'points.held': ({ points }, say) => `${say.points(points)} put on hold`,
    'points.captured': ({ points }, say) => `${say.points(points)} spent from hold`,
    'points.released': ({ points }, say) => `${say.points(points)} released from hold`,
    'points.refunded': ({ points }, say) => `${say.points(points)} given back`,
    'points.taken-back': ({ points }, say) => `${say.points(points)} taken back`,
    'points.expired': ({ points }, say) => `${say.points(points)} expired`,
    'points.forfeited': ({ points }, say) => `${say.points(points)} forfeited`,
    'points.written-off': ({ points }, say) => `${say.points(points)} of debt written off`,
    'points.added-by-hand': ({ points }, say) => `${say.points(points)} added by hand`,
    'points.deducted-by-hand': ({ points }, say) => `${say.points(points)} deducted by hand`,
    'points.moved-in': ({ points }, say) => `${say.points(points)} came from another account of the member`,
    'points.moved-out': ({ points }, say) => `${say.points(points)} went to another account of the member`,
    'points.other': ({ points, kind }, say) => `${say.points(points)} ${kind.toLowerCase()}`,
    'points.granted': ({ points, reason }, say) =>
      `${say.points(points)} granted${reason === null ? '' : `: ${reason}`}`,
    'points.pending-until': ({ points, at }, say) => `${say.points(points)} pending until ${say.date(at)}`,
    'points.taken-back-pending': ({ points }, say) => `${say.points(points)} taken back before they became available`,
    'points.owed': ({ points }, say) =>
      `${say.points(points)} had been spent already and ${pluralOf(points, { one: 'is', other: 'are' })} now owed`,
    'points.paid-off': ({ points }, say) => `${say.points(points)} paid off what was owed`,
    'points.expire-on': ({ at }, say) => `the points expire on ${say.programmeDate(at)}`,
    'points.by-actor': ({ actor }) => `by ${actor}`,
    'points.source': ({ type, id }) => `${type} ${id}`.trim(),
  },
  'zh-CN': {
    'points.earned': ({ points }, say) => `获得 ${say.points(points)}`,
    'points.available': ({ points }, say) => `${say.points(points)}已生效`,
    'points.cancelled': ({ points }, say) => `${say.points(points)}在生效前取消`,
    'points.spent': ({ points }, say) => `使用 ${say.points(points)}`,
    'points.held': ({ points }, say) => `冻结 ${say.points(points)}`,
    'points.captured': ({ points }, say) => `使用冻结的 ${say.points(points)}`,
    'points.released': ({ points }, say) => `解冻 ${say.points(points)}`,
    'points.refunded': ({ points }, say) => `退还 ${say.points(points)}`,
    'points.taken-back': ({ points }, say) => `收回 ${say.points(points)}`,
    'points.expired': ({ points }, say) => `${say.points(points)}已过期`,
    'points.forfeited': ({ points }, say) => `${say.points(points)}作废`,
    'points.written-off': ({ points }, say) => `核销所欠 ${say.points(points)}`,
    'points.added-by-hand': ({ points }, say) => `人工补加 ${say.points(points)}`,
    'points.deducted-by-hand': ({ points }, say) => `人工扣减 ${say.points(points)}`,
    'points.moved-in': ({ points }, say) => `由本人的另一账户转入${say.points(points)}`,
    'points.moved-out': ({ points }, say) => `转至本人的另一账户${say.points(points)}`,
    'points.other': ({ points, kind }, say) => `${say.points(points)}变动（${kind}）`,
    'points.granted': ({ points, reason }, say) =>
      `赠送 ${say.points(points)}${reason === null ? '' : `：${say.text(reason)}`}`,
    'points.pending-until': ({ points, at }, say) => `${say.points(points)}待生效，${say.date(at)}起可用`,
    'points.taken-back-pending': ({ points }, say) => `${say.points(points)}在生效前收回`,
    'points.owed': ({ points }, say) => `${say.points(points)}此前已使用，现记为欠积分`,
    'points.paid-off': ({ points }, say) => `${say.points(points)}用于抵还欠积分`,
    'points.expire-on': ({ at }, say) => `积分于${say.programmeDate(at)}到期`,
    'points.by-actor': ({ actor }) => `操作人：${actor}`,
    'points.source': ({ type, id }) => `${sources[type] ?? type} ${id}`.trim(),
  },
};

/** A transaction, as far as it is told. */
export interface TxnToTell {
  readonly kind: string;
  readonly amount: number;
  readonly available: number;
  readonly pending: number;
  readonly debt: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly lot: { readonly availableAt: Date; readonly expiresAt: Date | null } | null;
}

const titleKeys = {
  EARN: 'points.earned',
  CONFIRM: 'points.available',
  CANCEL_PENDING: 'points.cancelled',
  SPEND: 'points.spent',
  HOLD: 'points.held',
  CAPTURE: 'points.captured',
  RELEASE: 'points.released',
  REFUND: 'points.refunded',
  CLAWBACK: 'points.taken-back',
  REVERT: 'points.taken-back',
  EXPIRE: 'points.expired',
  FORFEIT: 'points.forfeited',
  WRITE_OFF: 'points.written-off',
} as const satisfies Record<string, keyof LedgerPhrases>;

/** `120 points expired` */
export function txnTitle({ kind, amount }: Pick<TxnToTell, 'kind' | 'amount'>): LedgerPhrase {
  const params = { points: Math.abs(amount) };
  if (kind === 'MOVE') return { key: amount < 0 ? 'points.moved-out' : 'points.moved-in', params };
  if (kind === 'ADJUST') return { key: amount < 0 ? 'points.deducted-by-hand' : 'points.added-by-hand', params };
  const key = kind in titleKeys ? titleKeys[kind as keyof typeof titleKeys] : undefined;
  return key === undefined ? { key: 'points.other', params: { ...params, kind } } : { key, params };
}

/** `100 points granted: Welcome gift` */
export function grantTitle({ amount, reason }: Pick<TxnToTell, 'amount' | 'reason'>): LedgerPhrase {
  return { key: 'points.granted', params: { points: amount, reason } };
}

/** What points were spent or given for; that a sweep took them says nothing the title does not. */
export function txnCause({
  reason,
  sourceType: type,
  sourceId: id,
}: TxnToTell): PhraseOf<LedgerPhrases & TextPhrases>[] {
  if (reason !== null) return [asStored(reason)];
  // Beside an event or an enrolment its id says nothing to a person.
  return ['sweep', 'event', 'enrolment'].includes(type) ? [] : [{ key: 'points.source', params: { type, id } }];
}

/** What a posting means beyond its amount: what is pending, what is owed, when it expires. */
export function txnDetails({ kind, lot, available, pending, debt, actor }: TxnToTell): LedgerPhrase[] {
  const details: LedgerPhrase[] = [];
  const add = (detail: LedgerPhrase) => details.push(detail);
  if (kind === 'EARN' && pending > 0 && lot)
    add({ key: 'points.pending-until', params: { points: pending, at: lot.availableAt } });
  if ((kind === 'CLAWBACK' || kind === 'REVERT') && pending < 0)
    add({ key: 'points.taken-back-pending', params: { points: -pending } });
  if (debt < 0) add({ key: 'points.owed', params: { points: -debt } });
  if (debt > 0) add({ key: 'points.paid-off', params: { points: debt } });
  if (lot?.expiresAt && available + pending > 0) add({ key: 'points.expire-on', params: { at: lot.expiresAt } });
  if (kind === 'ADJUST' && actor !== '') add({ key: 'points.by-actor', params: { actor } });
  return details;
}

export const ledgerTexts: StoredTexts = {
  'zh-CN': {
    'no activity since the points were given': '积分发放后没有新的获得或兑换',
    'no activity since {last:day}': '自{last:day}起没有新的获得或兑换',
    'no such member in this programme': '会员计划中没有该会员',
    'the member is not active': '会员资格未生效',
    'the member has nothing to forfeit': '会员没有可作废的积分',
    'earnKey names no earn of this member': '该会员没有这笔积分获得记录',
    'expiresAt must be later than the points are available': '到期时间须晚于积分生效时间',
    'this member had no such grant': '该会员没有获得过这项赠送',
  },
};
