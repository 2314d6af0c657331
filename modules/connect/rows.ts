import { randomInt } from 'node:crypto';
import type { Connection as ConnectionRow } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { openText, sealText } from '../../platform/sealed-text.ts';
import type { JsonObject } from '../../values/json.ts';
import { connectionKinds, type ConnectionKind, readSettings, type Settings } from './settings.ts';

/** A connection as lists show it: never with its secret. */
export interface Connection {
  readonly id: string;
  readonly programmeId: number;
  readonly kind: ConnectionKind;
  readonly name: string | null;
  /** Where the shop sends its webhooks, below the address of the API. */
  readonly path: string;
  readonly settings: Settings;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastCallAt: Date | null;
  /** The last call that was not understood. */
  readonly lastProblem: CallProblem | null;
}

/** Why a call came to nothing. */
export interface CallProblem {
  readonly at: string;
  readonly topic: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

const idAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
/** 20 of 36 characters are 103 bits: nobody finds the address of a shop's connection by trying. */
const idLength = 20;
/** `last_call_at` is written once in so long: an order of a busy shop should not wait for the row. */
const lastCallMs = 60_000;

export function drawConnectionId(): string {
  return `cnx_${Array.from({ length: idLength }, () => idAlphabet[randomInt(idAlphabet.length)]).join('')}`;
}

export function connectionOf(row: ConnectionRow): Connection {
  const kind = connectionKinds.find((each) => each === row.kind);
  if (kind === undefined) throw new Error(`connection ${row.id} is of the unknown kind ${row.kind}`);
  const { id, programmeId, name, createdAt, lastCallAt } = row;
  return {
    ...{ id, programmeId, kind, name, createdAt, lastCallAt },
    path: `/v1/connect/${kind}/${id}`,
    settings: readSettings(kind, row.settings),
    lastProblem: row.lastProblem as unknown as CallProblem | null,
  };
}

/** The connection with this id, of this programme; throws CONNECTION_NOT_FOUND. */
export async function findConnection(db: Db, programmeId: number, id: string): Promise<Connection> {
  const row = await db.connection.findFirst({ where: { id, programmeId } });
  if (row) return connectionOf(row);
  throw connectionNotFound(id);
}

/** The connection that a call names in its address, and what it is signed with; throws CONNECTION_NOT_FOUND. */
export async function calledConnection(
  db: Db,
  kind: ConnectionKind,
  id: string,
): Promise<{ readonly connection: Connection; readonly secret: string | null }> {
  const row = await db.connection.findFirst({ where: { id, kind }, include: { secret: true } });
  if (!row) throw connectionNotFound(id);
  return { connection: connectionOf(row), secret: row.secret && openSecret(id, row.secret.sealed) };
}

const connectionNotFound = (id: string) =>
  new PerennialError('CONNECTION_NOT_FOUND', `There is no connection "${id}".`, {
    field: 'connectionId',
    fix: 'Correct the id; `perennial connection list` shows all.',
  });

function openSecret(id: string, sealed: string): string {
  const secret = openText(sealed, id);
  if (secret !== undefined) return secret;
  throw new PerennialError('ENV_INVALID', `The secret of connection ${id} was sealed with another IDENTITY_KEY.`, {
    field: 'IDENTITY_KEY',
    fix: 'Put the key of then into IDENTITY_KEY_PREVIOUS, or set the secret again with `perennial connection update --secret`.',
  });
}

/** Keeps what calls are signed with. */
export async function keepSecret(db: Db, connectionId: string, secret: string, at: Date): Promise<void> {
  const sealed = sealText(secret, connectionId);
  await db.connectionSecret.upsert({
    where: { connectionId },
    create: { connectionId, sealed, changedAt: at },
    update: { sealed, changedAt: at },
  });
}

export async function noteCall(db: Db, { id }: Pick<Connection, 'id'>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - lastCallMs);
  await db.connection.updateMany({
    where: { id, OR: [{ lastCallAt: null }, { lastCallAt: { lt: before } }] },
    data: { lastCallAt: now },
  });
}

export async function noteProblem(db: Db, { id }: Pick<Connection, 'id'>, problem: CallProblem): Promise<void> {
  const lastProblem: JsonObject = { ...problem };
  await db.connection.updateMany({ where: { id }, data: { lastProblem } });
}
