import type { JsonObject } from '../../values/json.ts';
import { writtenSettings } from '../../workflows/lifecycles/settings-written.ts';
import type { CampaignDefinition } from './rules.ts';

/** A stored campaign as its file writes it, without its code and its messages; applied again it changes nothing. */
export function writtenCampaign(definition: Omit<CampaignDefinition, 'messages'>, currency: string): JsonObject {
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
