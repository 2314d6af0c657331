import { type ReactNode, useState } from 'react';
import { Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** The code and the link that bring a friend, and what came of them. */
export function Invite({ me }: Shown): ReactNode {
  const { tell } = useText();
  const [copied, setCopied] = useState<boolean>();
  const { code, url, invited, paid } = me.referral;
  const copy = () => {
    // A frame may be forbidden to: the link stands there to be copied by hand.
    navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Section id="invite" title={tell('invite.title')}>
      <p>{tell('invite.how')}</p>
      <dl className="facts">
        <dt>{tell('invite.code')}</dt>
        <dd className="mono">{code}</dd>
        <dt>{tell('invite.link')}</dt>
        <dd className="mono anywhere">{url}</dd>
      </dl>
      <button type="button" className="btn" onClick={copy}>
        {tell('invite.copy')}
      </button>
      <p className="note" aria-live="polite">
        {copied === true && tell('invite.copied')}
        {copied === false && tell('invite.byHand')}
      </p>
      <p className="note">
        {tell('invite.joined', { n: invited })} {tell('invite.paid', { n: paid })}
      </p>
    </Section>
  );
}
