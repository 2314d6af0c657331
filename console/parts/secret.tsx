import { type ReactNode, useRef, useState } from 'react';
import { useText } from '../text/use-text.tsx';
import { Button, Field } from './form.tsx';
import { Callout } from './states.tsx';

interface SecretProps {
  readonly label: ReactNode;
  readonly value: string;
  /** What it is for, and who is to have it. */
  readonly children: ReactNode;
}

/** A secret that is shown this once, to be copied. */
export function Secret({ label, value, children }: SecretProps): ReactNode {
  const tell = useText();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setSaid(tell('parts.copied'));
    } catch {
      // Pages that did not come by https may not copy.
      setSaid(tell('parts.copyByHand'));
    }
  };
  return (
    <>
      <Callout kind="warn" live>
        <p>
          <b>{tell('parts.shownOnce')}</b> {children}
        </p>
      </Callout>
      <Field label={label}>
        {(wired) => (
          <span className="with-act">
            <input {...wired} className="input mono" readOnly value={value} ref={field} spellCheck={false} />
            <Button main onClick={() => void copy()}>
              {tell('parts.copy')}
            </Button>
          </span>
        )}
      </Field>
      <p className="note" role="status">
        {said}
      </p>
    </>
  );
}
