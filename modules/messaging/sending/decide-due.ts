import type { Hold } from './rules-caps.ts';
import { type SendDecision, decideSend } from './rules-send-decision.ts';
import type { DueMessage, Settlement } from './rows-queue.ts';
import type { MessagingProgramme } from '../content/rows-sources.ts';

/** What is recorded of a claimed message that does not leave at this instant; undefined when it leaves. */
export function decideDue(
  message: DueMessage,
  programme: MessagingProgramme,
  now: number,
  hold?: Hold,
): Settlement | undefined {
  return settlementOf(message.id, fateNow(message, programme, now, hold));
}

function fateNow(
  message: DueMessage,
  { zone, quietHours, deferralDays }: MessagingProgramme,
  now: number,
  hold?: Hold,
): SendDecision {
  const { memberStatus: status, address, marketing, service, suppressed } = message;
  return decideSend(
    {
      class: message.class,
      channel: message.channel,
      addressee: { status, address, marketing, service, suppressed },
      zone: message.zone ?? zone,
      quietHours,
      deadlineAt: message.deadline?.getTime() ?? null,
      reservedAt: message.reservedAt.getTime(),
      deferralDays,
      campaignStatus: message.campaignStatus,
      enrolmentStatus: message.enrolmentStatus,
      untrue: message.untrue,
    },
    now,
    hold,
  );
}

function settlementOf(id: string, decision: SendDecision): Settlement | undefined {
  switch (decision.kind) {
    case 'go':
      return undefined;
    case 'wait':
      return { id, kind: 'later', notBefore: new Date(decision.until), reason: decision.reason };
    case 'end':
      return { id, kind: 'end', status: decision.status, reason: decision.reason };
    default:
      return decision satisfies never;
  }
}
