import type { ReactNode } from 'react';
import type { Shape } from '../data/api.ts';
import { useText } from '../text/use-text.tsx';
import { Status, type StatusKind } from './status.tsx';

type MemberStatusName = Shape['Member']['status'];

const kinds: Readonly<Record<MemberStatusName, StatusKind>> = {
  active: 'live',
  suspended: 'paused',
  closed: 'ended',
  merged: 'ended',
  erased: 'ended',
};

/** How a membership stands, in words. */
export function useMemberStatusWords(): Readonly<Record<MemberStatusName, string>> {
  const tell = useText();
  return {
    active: tell('member.statusActive'),
    suspended: tell('member.statusSuspended'),
    closed: tell('member.statusClosed'),
    merged: tell('member.statusMerged'),
    erased: tell('member.statusErased'),
  };
}

export function MemberStatus({ status }: { readonly status: MemberStatusName }): ReactNode {
  const words = useMemberStatusWords();
  return <Status kind={kinds[status]}>{words[status]}</Status>;
}
