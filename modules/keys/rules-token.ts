/** What a key may do; none implies another. */
export const scopes = ['read', 'write', 'launch', 'finance', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** A key as it is sent: `prn_<id>_<secret>`. */
export interface KeyToken {
  readonly id: string;
  readonly secret: string;
}

const tokenForm = /^prn_([0-9a-z]{12})_([0-9A-Za-z]{32})$/;

/** The parts of a key; undefined for what can't be one. */
export function readKeyToken(text: string): KeyToken | undefined {
  const [, id, secret] = tokenForm.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export const keyPrefix = (id: string): string => `prn_${id}`;
export const writeKeyToken = ({ id, secret }: KeyToken): string => `${keyPrefix(id)}_${secret}`;

/** The id of a key as it is shown. */
export const keyPublicId = (id: string): string => `key_${id}`;

/** The id in a shown one; undefined for what can't be one. */
export function readKeyPublicId(text: string): string | undefined {
  return /^key_([0-9a-z]{12})$/.exec(text)?.[1];
}

export interface KeyState {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whether a key lets anybody in at this instant of real time. */
export function isKeyGood({ expiresAt, revokedAt }: KeyState, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}
