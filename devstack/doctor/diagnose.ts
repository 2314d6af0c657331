import { createTransport } from 'nodemailer';
import { type Connections, findConnections } from '../../platform/connections.ts';
import type { Env } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { placeholderFix, placeholderSecrets } from '../../platform/secrets.ts';
import { checkBuild, checkDatabase, checkEmbeddedPostgres } from './check-postgres.ts';
import { checkTemporal, checkTemporalCli } from './check-temporal.ts';
import { type Check, checked } from './check.ts';

export type { Check };

const patienceMs = 5_000;

/**
 * What the project needs, one check each: what was taken, from where, and how to mend what is missing. `buildId` names the build
 * of these very files, to be held against the workers'.
 */
export async function diagnose(env: Env, buildId?: () => Promise<string>): Promise<Check[]> {
  const connections = connectionsOrNone(env);
  if (connections === undefined) {
    return [
      checkNode(),
      checkStack(env),
      ...(await Promise.all([checkEmbeddedPostgres(), checkTemporalCli(env)])),
      catcherReady,
    ];
  }
  const [database, build, temporal, smtp] = await Promise.all([
    checkDatabase(connections),
    buildId === undefined ? undefined : checkBuild(connections, buildId),
    checkTemporal(env, connections),
    checkSmtp(env, connections),
  ]);
  return [
    checkNode(),
    checkStack(env, connections),
    ...database,
    ...(build === undefined ? [] : [build]),
    ...temporal,
    smtp,
    checkLinks(connections),
    checkIdentityKey(connections),
    checkSecrets(env, connections),
  ];
}

const catcherReady: Check = {
  name: 'SMTP',
  status: 'ready',
  found: 'the mail catcher: `perennial up` starts it; no mail leaves this machine',
};

function connectionsOrNone(env: Env): Connections | undefined {
  try {
    return findConnections(env);
  } catch (error) {
    if (error instanceof PerennialError && error.code === 'STACK_NOT_RUNNING') return undefined;
    throw error;
  }
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (major > 20 || (major === 20 && minor >= 19)) return { name: 'Node', status: 'ok', found };
  return { name: 'Node', status: 'failed', found, fix: 'Install Node 20.19 or later.' };
}

function checkStack(env: Env, connections?: Connections): Check {
  const name = 'Embedded stack';
  if (env.DATABASE_URL !== undefined) return { name, status: 'ok', found: 'not used: DATABASE_URL is set' };
  const stack = connections?.stack;
  if (stack === undefined)
    return { name, status: 'ready', found: `none runs in ${env.PERENNIAL_DIR}: start it with \`perennial up\`` };
  return {
    name,
    status: 'ok',
    found: `runs in ${env.PERENNIAL_DIR}, process ${stack.pid}, mails at ${stack.mailPageUrl}`,
  };
}

function checkSmtp(env: Env, { smtpUrl, stack }: Connections): Promise<Check> {
  return checked('SMTP', 'Check SMTP_URL, and that the server lets this user in.', async () => {
    if (smtpUrl === undefined) {
      const fix = 'Set SMTP_URL, as smtp://user:password@host:587. Until then messages wait.';
      return { status: 'failed', found: 'SMTP_URL is not set', fix };
    }
    const timeouts = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
    const transport = createTransport({ url: smtpUrl, ...timeouts });
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
    const from = env.SMTP_URL === undefined && stack !== undefined ? 'the mail catcher' : 'SMTP_URL';
    return { status: 'ok', found: `${new URL(smtpUrl).host} answers (${from})` };
  });
}

function checkIdentityKey({ identityKeys, stack }: Connections): Check {
  const name = 'Identity key';
  const [current, ...previous] = identityKeys;
  if (current !== undefined) {
    const before = previous.length === 0 ? '' : `, and ${previous.length} before it`;
    return { name, status: 'ok', found: `${stack === undefined ? 'set' : "the stack's own"}${before}` };
  }
  const fix =
    'Set IDENTITY_KEY to a random text (openssl rand -base64 24), the same for every process: see .env.example.';
  return { name, status: 'failed', found: 'IDENTITY_KEY is not set: one person under two accounts is not told', fix };
}

function checkSecrets(env: Env, connections: Connections): Check {
  const name = 'Secrets';
  const placeholders = placeholderSecrets(env, connections);
  if (placeholders.length === 0) return { name, status: 'ok', found: 'none is the text of an example' };
  const found = `${placeholders.join(' and ')}: the text of an example, and ${connections.publicUrl} is not this machine`;
  return { name, status: 'failed', found, fix: placeholderFix };
}

function checkLinks({ unsubscribeSecret, publicUrl }: Connections): Check {
  const name = 'Unsubscribe links';
  const missing = [
    ...(unsubscribeSecret === undefined ? ['UNSUBSCRIBE_SECRET'] : []),
    ...(publicUrl === undefined ? ['PUBLIC_URL'] : []),
  ];
  if (missing.length === 0) return { name, status: 'ok', found: `lead to ${publicUrl}` };
  const fix = 'Marketing mail must carry a link that works: set both, see .env.example.';
  return { name, status: 'failed', found: `${missing.join(' and ')} not set`, fix };
}
