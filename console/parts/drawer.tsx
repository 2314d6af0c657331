import { Dialog, DialogDismiss, DialogHeading } from '@ariakit/react';
import type { ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useText } from '../text/use-text.tsx';
import { Icon } from './icon.tsx';

/** A drawer that stands in the address: `#adjust` shows it, so that a link can. */
export function useDrawer(id: string): { readonly isOpen: boolean; readonly to: string; readonly close: () => void } {
  const { hash, pathname, search } = useLocation();
  const navigate = useNavigate();
  return {
    isOpen: hash === `#${id}`,
    to: `${pathname}${search}#${id}`,
    close: () => void navigate({ pathname, search }, { preventScrollReset: true }),
  };
}

/** The button that leaves all as it is, beside the main action of a drawer. */
export function Leave({ id }: { readonly id: string }): ReactNode {
  const tell = useText();
  const { close } = useDrawer(id);
  return (
    <button type="button" className="btn" onClick={close}>
      {tell('parts.leave')}
    </button>
  );
}

interface DrawerProps {
  /** Its place in the address, without #. */
  readonly id: string;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** The buttons: the main action first, then what leaves all as it is. */
  readonly foot?: ReactNode;
  /** Told as the form of the drawer is sent; without it there is no form. */
  readonly onSubmit?: () => void;
  /** What it does can still be done: once it is done, here or by somebody else, it is shut, whatever the address says. */
  readonly mayOpen?: boolean;
  readonly children: ReactNode;
}

/** A sheet on the right: the keyboard goes in, Esc and the dark ground close it, the keyboard goes back. */
export function Drawer({ id, title, note, foot, onSubmit, mayOpen = true, children }: DrawerProps): ReactNode {
  const tell = useText();
  const { isOpen, close } = useDrawer(id);
  const body = <div className="body">{children}</div>;
  const end = foot !== undefined && <div className="sheet-foot">{foot}</div>;
  return (
    <Dialog
      open={isOpen && mayOpen}
      onClose={close}
      unmountOnHide
      className="sheet"
      backdrop={<div className="scrim" />}
      data-drawer={id}
    >
      <div className="sheet-head">
        <div>
          <DialogHeading render={<h2 />}>{title}</DialogHeading>
          {note !== undefined && <p className="note">{note}</p>}
        </div>
        <DialogDismiss className="btn" aria-label={tell('parts.close')}>
          <Icon name="close" />
        </DialogDismiss>
      </div>
      {onSubmit === undefined ? (
        <>
          {body}
          {end}
        </>
      ) : (
        <form
          className="sheet-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {body}
          {end}
        </form>
      )}
    </Dialog>
  );
}
