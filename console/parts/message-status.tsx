import type { ReactNode } from 'react';
import type { Shape } from '../data/api.ts';
import { useText } from '../text/use-text.tsx';
import { Status, type StatusKind } from './status.tsx';

type MessageStatusCode = Shape['Message']['status'];

const kinds: Readonly<Record<MessageStatusCode, StatusKind>> = {
  reserved: 'scheduled',
  sending: 'live',
  sent: 'ok',
  bounced: 'bad',
  suppressed: 'bad',
  skipped: 'ended',
  dropped: 'ended',
  failed: 'bad',
  unknown: 'held',
};

/** How a message stands. */
export function MessageStatus({ status }: { readonly status: MessageStatusCode }): ReactNode {
  const words = useMessageStates();
  return <Status kind={kinds[status]}>{words[status]}</Status>;
}

/** The states of messages in words. */
export function useMessageStates(): Readonly<Record<MessageStatusCode, string>> {
  const tell = useText();
  return {
    reserved: tell('messages.stateReserved'),
    sending: tell('messages.stateSending'),
    sent: tell('messages.stateSent'),
    bounced: tell('messages.stateBounced'),
    suppressed: tell('messages.stateSuppressed'),
    skipped: tell('messages.stateSkipped'),
    dropped: tell('messages.stateDropped'),
    failed: tell('messages.stateFailed'),
    unknown: tell('messages.stateUnknown'),
  };
}
