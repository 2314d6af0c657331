import { within } from '../../platform/transact.ts';
import { counted } from '../../values/plural.ts';
import type { Db } from '../../platform/database.ts';
import { isCollision } from '../../platform/database-faults.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { JsonObject } from '../../values/json.ts';
import { type Connection, connectionOf, drawConnectionId, keepSecret } from './rows.ts';
import { type ConnectionKind, readSettings, type SettingsInput } from './settings.ts';

export interface NewConnection {
  readonly kind: ConnectionKind;
  /** What the shop or provider signs its calls with, or sends as its password; kept encrypted. SES has none. */
  readonly secret?: string;
  readonly name?: string | null;
  readonly settings?: SettingsInput;
  readonly actor: string;
  readonly requestId?: string;
}

/** Secrets shops make have 32 characters and more. */
export const secretLengthMin = 16;
export const secretLengthMax = 500;

/** Connects a shop with a programme; the shop then sends its webhooks to `path`. */
export async function createConnection(
  db: Db,
  programmeId: number,
  wanted: NewConnection,
  now: Date,
): Promise<Connection> {
  checkSecret(wanted);
  return within(db, (tx) => createIn(tx, programmeId, wanted, now));
}

async function createIn(
  db: Db,
  programmeId: number,
  { kind, secret, name = null, settings = {}, actor, requestId }: NewConnection,
  now: Date,
): Promise<Connection> {
  const id = drawConnectionId();
  const whole = readSettings(kind, settings);
  const row = await db.connection
    .create({ data: { id, programmeId, kind, name, settings: whole as unknown as JsonObject, createdAt: now } })
    .catch((error: unknown) => {
      if (isCollision(error) || isUniqueError(error)) throw onlyOne();
      throw error;
    });
  if (secret !== undefined) await keepSecret(db, id, secret, now);
  await db.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor, action: 'connection.create', target: id, requestId: requestId ?? null },
      after: { kind, name, settings: whole as unknown as JsonObject },
    },
  });
  return connectionOf(row);
}

/** Refuses what no shop would sign with. */
export function checkSecret({ kind, secret }: Pick<NewConnection, 'kind' | 'secret'>): void {
  if (secret === undefined && kind === 'ses') return;
  if (secret === undefined) {
    throw new PerennialError('REQUEST_INVALID', 'The secret is missing.', {
      field: 'secret',
      fix: 'Give the one that calls are signed with; docs/guides/connect-a-shop.md says where it is.',
    });
  }
  if (secret.length >= secretLengthMin && secret.length <= secretLengthMax && secret.trim() === secret) return;
  throw new PerennialError(
    'REQUEST_INVALID',
    `The secret has ${counted(secret.length, 'character', 'characters')}, or blanks at its ends.`,
    {
      field: 'secret',
      fix: `Give the one the shop shows: ${secretLengthMin} to ${secretLengthMax} characters.`,
    },
  );
}

const isUniqueError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error as { code: unknown }).code === 'P2002';

const onlyOne = () =>
  new PerennialError(
    'CONNECTION_EXISTS',
    'The programme has a WooCommerce shop: a second one would count from 1, too.',
    {
      field: 'kind',
      fix: 'Change the connection there is, or connect the other shop with a programme of its own.',
    },
  );
