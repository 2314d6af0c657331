import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import type { ChannelSender, ChannelText } from '../../messaging/sending/channel-sender.ts';
import type { ChannelAnswer } from '../../messaging/sending/rules-text-answer.ts';
import { createRateLimit } from '../../messaging/sending/rate-limit.ts';
import type { Queue } from '../../messaging/sending/rows-queue.ts';
import { postForAnswer } from '../../webhooks/post.ts';
import type { WebhookReach } from '../../webhooks/reach.ts';
import { noteProblem } from '../rows.ts';
import type { ChannelSettings } from '../settings.ts';
import { answerOf, bodyOf } from './payload.ts';
import { findProvider, type Provider } from './rows.ts';

export interface ChannelSenderDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Where texts may be posted to. */
  readonly reach: WebhookReach;
  readonly timeoutMs?: number;
  /** What a connection says is read again after so long. */
  readonly knownMs?: number;
}

/** A provider that has not answered by then is asked again with the same id. */
const timeoutMsDefault = 15_000;
const knownMsDefault = 2_000;
/** Connections of a process whose pace is kept; beyond, all begin anew. */
const pacesMax = 1_000;

interface Known {
  readonly provider: Provider | undefined;
  readonly until: number;
}

/** Hands texts to the providers that are connected: posted as JSON, signed as webhooks are, each at its own pace. */
export function createChannelSender(deps: ChannelSenderDeps): ChannelSender {
  const { database, timeoutMs = timeoutMsDefault, knownMs = knownMsDefault } = deps;
  const known = new Map<string, Known>();
  const paces = new Map<string, () => Promise<void>>();
  const providerOf = async ({ programmeId, channel }: Queue) => {
    const name = `${programmeId} ${channel}`;
    const found = known.get(name);
    if (found !== undefined && found.until > performance.now()) return found.provider;
    const provider = await findProvider(database, programmeId, channel);
    known.set(name, { provider, until: performance.now() + knownMs });
    return provider;
  };
  const paceOf = ({ connection: { id }, settings: { perSecond } }: Provider) => {
    const name = `${id} ${perSecond}`;
    const pace = paces.get(name) ?? createRateLimit(perSecond);
    if (paces.size >= pacesMax) paces.clear();
    paces.set(name, pace);
    return pace;
  };
  return {
    send: async (queue, text, mayGo) => {
      const provider = await providerOf(queue).catch(unreadable);
      if (provider !== undefined && 'kind' in provider) return provider;
      if (provider === undefined) {
        return { kind: 'unreachable', problem: `no provider is connected for ${queue.channel}` };
      }
      await paceOf(provider)();
      if (!mayGo()) return { kind: 'withheld' };
      const answer = await postText(provider, text, { reach: deps.reach, timeoutMs });
      await noteTrouble(deps, provider, answer);
      return answer;
    },
  };
}

/** A secret that this process can't open keeps everything from leaving, and is said aloud. */
function unreadable(error: unknown): Extract<ChannelAnswer, { kind: 'shut-out' }> {
  if (error instanceof PerennialError) return { kind: 'shut-out', problem: error.message };
  throw error;
}

async function postText(
  { settings, secret }: { readonly settings: ChannelSettings; readonly secret: string },
  text: ChannelText,
  { reach, timeoutMs }: { readonly reach: WebhookReach; readonly timeoutMs: number },
): Promise<Exclude<ChannelAnswer, { kind: 'withheld' }>> {
  const message = { url: settings.url, id: text.id, body: bodyOf(text), secrets: [secret], timeoutMs };
  return answerOf(await postForAnswer(message, reach));
}

/** What keeps all texts of a connection from leaving stands where the connection is looked at. */
async function noteTrouble(
  { database, clock }: ChannelSenderDeps,
  { connection, settings }: Provider,
  answer: ChannelAnswer,
): Promise<void> {
  if (answer.kind !== 'unreachable' && answer.kind !== 'shut-out') return;
  await noteProblem(database, connection, {
    ...{ at: clock.now().toISOString(), topic: 'message.send', code: 'CHANNEL_UNAVAILABLE', field: settings.url },
    ...{ message: answer.problem, fix: 'start its receiver, or correct the url or the secret' },
  });
}
