import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../text/use-text.tsx';
import { Drawer, useDrawer } from './drawer.tsx';
import { Button, Field } from './form.tsx';
import { Callout } from './states.tsx';

interface SecretProps {
  readonly label: ReactNode;
  readonly value: string;
  /** What it is for, and who is to have it. */
  readonly children: ReactNode;
}

/** A secret that is shown this once, to be copied. */
function Secret({ label, value, children }: SecretProps): ReactNode {
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

interface SecretDrawerProps extends SecretProps {
  readonly id: string;
  readonly title: ReactNode;
  /** Below the secret. */
  readonly more?: ReactNode;
}

/** The drawer in which something was made that has a secret: it stands there until the drawer is closed. */
export function SecretDrawer({ id, title, more, ...secret }: SecretDrawerProps): ReactNode {
  const tell = useText();
  const { close } = useDrawer(id);
  return (
    <Drawer id={id} title={title} foot={<Button onClick={close}>{tell('parts.close')}</Button>}>
      <Secret {...secret} />
      {more}
    </Drawer>
  );
}

/** Forgets an answer with a secret in it as its drawer closes: with `gcTime: 0` it is then nowhere. */
export function useForgetting(drawer: string, reset: () => void): void {
  const { isOpen } = useDrawer(drawer);
  useEffect(() => {
    if (!isOpen) reset();
  }, [isOpen, reset]);
}
