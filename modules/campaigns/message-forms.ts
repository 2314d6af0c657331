import type { JsonObject } from '../../values/json.ts';
import { alternativesOf } from '../../workflows/lifecycles/alternatives.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { findForm, formOf } from '../../workflows/lifecycles/forms.ts';
import type { MessageSample, SampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';
import { isJourney, journeyFileOf } from './journey-definition.ts';
import { journeyAlternatives, journeyForms, journeySample } from './journey-messages.ts';
import type { CampaignDefinition } from './rules.ts';

type Kind = Pick<CampaignDefinition, 'lifecycle' | 'settings'>;

/** The messages that a campaign may send, by their templates: its lifecycle says which, or the steps of its journey. */
export function messageFormsOf(campaign: Kind): Readonly<Record<string, MessageForm>> {
  return isJourney(campaign) ? journeyForms(journeyFileOf(campaign)) : formOf(campaign.lifecycle).messages;
}

/** True of a kind of story that this process can run. */
export const isKnownKind = (lifecycle: string): boolean =>
  isJourney({ lifecycle }) || findForm(lifecycle) !== undefined;

/** What the step that sends a template would bring, made up where only a member could tell; undefined when none sends it. */
export function sampleOf(
  campaign: Kind,
  template: string,
  day: SampleDay,
  { locale, currency }: { readonly locale?: string; readonly currency: string },
): MessageSample | undefined {
  const { lifecycle, settings } = campaign;
  if (!isJourney(campaign)) return sampleMessage(lifecycle, template, settings, day, locale);
  return journeySample(journeyFileOf(campaign), template, day, { locale, currency });
}

/** What of it may be otherwise, each with every way in which it may be. */
export function axesOf(campaign: Kind, template: string, day: SampleDay): readonly (readonly JsonObject[])[] {
  if (isJourney(campaign)) return journeyAlternatives(journeyFileOf(campaign), template);
  return alternativesOf(campaign.lifecycle, template, day);
}
