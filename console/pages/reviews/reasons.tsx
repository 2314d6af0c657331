import type { ReactNode } from 'react';
import { useFormats } from '../../data/session.tsx';
import { Text, useText } from '../../text/use-text.tsx';

/** What speaks against something, in the chosen language; in the words of the API where they are of an installation's own. */
export function Reason({ reason }: { readonly reason: string }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const known: Readonly<Record<string, string>> = {
    'the friend has the e-mail address of the member who invited': tell('reviews.sameEmail'),
    'the friend has the phone number of the member who invited': tell('reviews.samePhone'),
    "the friend's e-mail address is another spelling of the inviting member's": tell('reviews.aliasEmail'),
    'the friend is a member already, under another account': tell('reviews.knownPerson'),
    'the friend uses the device of the inviting member or of another friend': tell('reviews.sameDevice'),
    'the shop passes on that this customer is to be forgotten': tell('reviews.toErase'),
    'the shop passes on that this customer asks what is kept of them': tell('reviews.toExport'),
  };
  const same = known[reason];
  if (same !== undefined) return same;
  const circle = /^the invitations go in a circle of (\d+) /.exec(reason);
  if (circle) return <Text k="reviews.circle" with={{ n: Number(circle[1]) }} />;
  const address = /^the friend registered from the IP .*, within (\d+) /.exec(reason);
  if (address) return <Text k="reviews.sameAddress" with={{ n: Number(address[1]) }} />;
  const many = /^(\d+) friends? joined with this code within an hour$/.exec(reason);
  if (many) return <Text k="reviews.manyFriends" with={{ n: Number(many[1]) }} />;
  const fast = /^the order came (\d+) seconds? after joining$/.exec(reason);
  if (fast) return <Text k="reviews.fastOrder" with={{ n: Number(fast[1]) }} />;
  const above = /^(\d+) points? are more than one person may correct: (\d+)$/.exec(reason);
  if (above) {
    const [points = 0, most = 0] = above.slice(1).map(Number);
    return <Text k="reviews.aboveMost" with={{ points: formats.number(points), most: formats.number(most) }} />;
  }
  return <span lang="en">{reason}</span>;
}
