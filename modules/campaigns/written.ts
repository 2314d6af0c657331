import type { JsonObject, JsonValue } from '../../values/json.ts';
import { writtenSettings } from '../../workflows/lifecycles/settings-written.ts';
import { isJourney } from './journey-definition.ts';
import type { CampaignDefinition } from './rules.ts';

/** A stored campaign as its file writes it, without its code and its messages; applied again it changes nothing. */
export function writtenCampaign(
  definition: Omit<CampaignDefinition, 'messages' | 'shortTexts'>,
  currency: string,
): JsonObject {
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
  const written = Object.entries(settings).filter(([field]) => field !== 'campaign' && field !== 'messages');
  return inOrder(Object.fromEntries(written)) as JsonObject;
}

/** What a person writes first, and what last: stored JSON has its fields in no order of anybody's. */
const first = ['name', 'lifecycle', 'about', 'entry', 'audience', 'reentry', 'whileInside', 'insideMax', 'runs', 'pace']
  .concat(['zone', 'exitOn', 'goal', 'conversionDays', 'holdOut', 'budget', 'coupons', 'steps'])
  .concat(['id', 'path', 'share', 'if', 'event', 'message', 'grant', 'coupon', 'wait', 'waitUntil', 'waitFor'])
  .concat(['branch', 'split', 'repeat', 'goTo', 'tag', 'untag', 'set', 'hold', 'spend', 'release', 'enter', 'end']);
const last = ['do', 'otherwise'];

function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (field: string) => {
    const place = first.indexOf(field);
    return place >= 0 ? place : first.length + last.indexOf(field) + 1;
  };
  const fields = Object.entries(value as JsonObject).sort(([one], [other]) => rank(one) - rank(other));
  return Object.fromEntries(fields.map(([field, inner = null]) => [field, inOrder(inner)]));
}
