import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { shippedLanguage } from '../journeys/language.ts';
import type { Programme } from '../programme/rules.ts';
import { type Channel, isTextChannel, type TextChannel } from '../programme/rules-message-limits.ts';
import { isJourney, journeyFileOf } from './journey-definition.ts';
import type { CampaignDefinition } from './rules.ts';

type Told = Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messageChannels'>;

/** How a message of a campaign may go. */
export interface MessageChannels {
  /** The channels that it may go by. */
  readonly all: readonly Channel[];
  /** Those of texts that it has to be written for: its step or its campaign names them, or it could go by no other. */
  readonly written: readonly TextChannel[];
}

/** The channels of a template: as the steps of a journey name them, else as its campaign or the programme does. */
export function channelsOfTemplate(
  campaign: Told,
  template: string,
  { messageChannels: usual = ['email'] }: Pick<Programme, 'messageChannels'>,
): MessageChannels {
  if (!isJourney(campaign)) {
    const all = campaign.messageChannels ?? usual;
    return { all, written: neededOf(all, campaign.messageChannels ?? []) };
  }
  const steps = planOf(journeyFileOf(campaign), shippedLanguage).steps.filter(
    ({ kind, step }) => kind.verb === 'message' && step.message === template,
  );
  const named = steps.map(({ step }) => (step.channel ?? 'email') as Channel);
  const all = [...new Set(named.flatMap((channel) => (channel === 'email' ? usual : [channel])))];
  return { all, written: neededOf(all, named) };
}

function neededOf(all: readonly Channel[], named: readonly Channel[]): readonly TextChannel[] {
  const onlyTexts = all.every((channel) => isTextChannel(channel));
  return all.filter(
    (channel): channel is TextChannel => isTextChannel(channel) && (onlyTexts || named.includes(channel)),
  );
}
