import type { KindMaker } from '../kind.ts';
import { branch } from './branch.ts';
import { coupon } from './coupon.ts';
import { end } from './end.ts';
import { enter } from './enter.ts';
import { goTo } from './go-to.ts';
import { grant } from './grant.ts';
import { hold } from './hold.ts';
import { message } from './message.ts';
import { release } from './release.ts';
import { repeat } from './repeat.ts';
import { review } from './review.ts';
import { set } from './set.ts';
import { spend } from './spend.ts';
import { split } from './split.ts';
import { tag } from './tag.ts';
import { untag } from './untag.ts';
import { waitFor } from './wait-for.ts';
import { waitUntil } from './wait-until.ts';
import { wait } from './wait.ts';
import { webhook } from './webhook.ts';

/** The kinds of steps that the product ships, in the order in which editors offer them. */
export const shippedKinds: readonly KindMaker[] = [
  ...[message, grant, coupon],
  ...[hold, spend, release],
  ...[tag, untag, set],
  ...[webhook, review],
  ...[wait, waitUntil, waitFor],
  ...[branch, split, repeat, goTo, enter, end],
];
