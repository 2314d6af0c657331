import { within } from '../../platform/transact.ts';
import { counted } from '../../values/plural.ts';
import type { Db } from '../../platform/database.ts';
import { isCollision } from '../../platform/database-faults.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { JsonObject } from '../../values/json.ts';
import { type Connection, connectionOf, drawConnectionId, keepSecret } from './rows.ts';
import { newSecret } from '../webhooks/endpoint-input.ts';
import type { WebhookReach } from '../webhooks/reach.ts';
import { claimChannels, requireTextUrl } from './channel/claim.ts';
import { channelKind, type ConnectionKind, readSettings, type SettingsInput } from './settings.ts';

export interface NewConnection {
  readonly kind: ConnectionKind;
  /** Where texts may be posted to; asked of a channel. */
  readonly reach?: WebhookReach;
  /** What the shop or provider signs its calls with, or sends as its password; kept encrypted. SES has none. */
  readonly secret?: string;
  readonly name?: string | null;
  readonly settings?: SettingsInput;
  readonly actor: string;
  readonly requestId?: string;
}

/** Secrets shops make have 32 characters and more. */
/** As Standard Webhooks writes it: 24 to 64 bytes. */
const channelSecret = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;
export const secretLengthMin = 16;
export const secretLengthMax = 500;

/** A connection with the secret that was made for it: shown once, and never again. */
export interface MadeConnection extends Connection {
  readonly secret?: string;
}

/** Connects a shop or provider with a programme; it then sends its webhooks to `path`. */
export async function createConnection(
  db: Db,
  programmeId: number,
  wanted: NewConnection,
  now: Date,
): Promise<MadeConnection> {
  if (wanted.kind !== channelKind) {
    checkSecret(wanted);
    return within(db, (tx) => createIn(tx, programmeId, wanted, now));
  }
  const secret = wanted.secret ?? newSecret();
  checkSecret({ kind: channelKind, secret });
  await requireTextUrl(wanted.settings?.url, wanted.reach);
  const made = await within(db, async (tx) => {
    await claimChannels(tx, programmeId, wanted.settings?.channels ?? []);
    return createIn(tx, programmeId, { ...wanted, secret }, now);
  });
  return wanted.secret === undefined ? { ...made, secret } : made;
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
  if (kind === channelKind && secret !== undefined && !channelSecret.test(secret)) {
    throw new PerennialError('REQUEST_INVALID', 'The secret is none of Standard Webhooks.', {
      field: 'secret',
      fix: 'Leave it out, so that one is made; or give whsec_ and 24 to 64 bytes in base64.',
    });
  }
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
