import type { JsonObject } from '../../values/json.ts';
import { writtenSettings } from '../../workflows/lifecycles/settings-written.ts';
import { isJourney } from './journey-definition.ts';
import type { CampaignDefinition } from './rules.ts';

/** A stored campaign as its file writes it, without its code and its messages; applied again it changes nothing. */
export function writtenCampaign(definition: Omit<CampaignDefinition, 'messages'>, currency: string): JsonObject {
  if (isJourney(definition)) return writtenJourney(definition.settings);
  const { name, lifecycle, settings, reentry, priority, exitOn, holdOut, conversionDays } = definition;
  const { messageClasses, messageChannels } = definition;
  return {
    ...{ name, lifecycle, priority },
    settings: writtenSettings(settings, currency),
    reentry: reentry.kind === 'never' ? 'never' : { afterDays: reentry.days },
    exitOn: exitOn.map(({ type, where, reason }) => ({
      event: type,
      ...(where === undefined ? {} : { where }),
      reason,
    })),
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(conversionDays === undefined ? {} : { conversionDays }),
    ...(messageClasses === undefined ? {} : { messageClasses }),
    ...(messageChannels === undefined ? {} : { messageChannels: [...messageChannels] }),
  };
}

/** The settings of a journey are its file; a call names the code in its address, and sends templates and not a folder. */
function writtenJourney(settings: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([field]) => field !== 'campaign' && field !== 'messages'));
}
