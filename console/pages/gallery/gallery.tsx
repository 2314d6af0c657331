import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useBlocked } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { ActDrawer } from '../../parts/act-drawer.tsx';
import { useLifecycleName } from '../../parts/campaign-status.tsx';
import { Consequences } from '../../parts/consequences.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { TextField } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { useText, useWords } from '../../text/use-text.tsx';

type Playbook = Shape['PlaybookList']['data'][number];

/** Which campaigns are there to begin with? */
export function Component(): ReactNode {
  const tell = useText();
  const { language } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['playbooks', language],
    queryFn: () => read(api.GET('/playbooks', { headers: { 'Accept-Language': language } })),
    meta: { live: ['campaigns'] },
  });
  const columns = useColumns();
  return (
    <Page
      title={tell('gallery.title')}
      intro={tell('gallery.intro')}
      above={[{ to: '/campaigns', name: tell('frame.campaigns') }]}
    >
      <Panel title={tell('gallery.all')} intro={tell('gallery.order')}>
        <Table
          caption={tell('gallery.caption')}
          columns={columns}
          rows={data?.data}
          rowKey={({ code }) => code}
          error={error}
          again={() => void refetch()}
          expected={10}
          empty={<Empty title={tell('gallery.none')} />}
        />
      </Panel>
      {data?.data.map((playbook) => (
        <UseDrawer key={playbook.code} playbook={playbook} />
      ))}
    </Page>
  );
}

function useColumns(): readonly Column<Playbook>[] {
  const tell = useText();
  const lifecycle = useLifecycleName();
  return [
    {
      ...{ id: 'playbook', head: tell('gallery.playbook'), names: true },
      cell: ({ code, name, about }) => (
        <>
          {name}
          <small className="anywhere">
            <code>{code}</code>
          </small>
          <Narrow below={640}>{about}</Narrow>
        </>
      ),
    },
    { ...{ id: 'about', head: tell('gallery.about'), only: 'roomy' }, cell: ({ about }) => about },
    { ...{ id: 'kind', head: tell('gallery.kind'), only: 'wide' }, cell: (each) => lifecycle(each.lifecycle) },
    { ...{ id: 'use', head: tell('gallery.use') }, cell: (playbook) => <UseLink playbook={playbook} /> },
  ];
}

const drawerOf = ({ code }: Playbook) => `use-${code}`;

function UseLink({ playbook }: { readonly playbook: Playbook }): ReactNode {
  const tell = useText();
  const { to } = useDrawer(drawerOf(playbook));
  return (
    <Link className="btn" to={to} aria-label={tell('gallery.useOf', { name: playbook.name })} preventScrollReset>
      {tell('gallery.useThis')}
    </Link>
  );
}

/** Makes a draft of a playbook, named in the language that is chosen. */
function UseDrawer({ playbook }: { readonly playbook: Playbook }): ReactNode {
  const tell = useText();
  const { language } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const blocked = useBlocked('launch');
  const { code, name, about, segments, isUsed } = playbook;
  const [campaign, setCampaign] = useState(isUsed ? `${code}-2` : code);
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.POST('/playbooks/{playbook}/use', {
          params: { path: { playbook: code } },
          ...{ headers: { 'Accept-Language': language }, body: { campaign } },
        }),
      ),
    onSuccess: async (draft) => {
      await Promise.all(
        ['campaigns', 'campaign', 'playbooks', 'segments'].map((queryKey) =>
          client.invalidateQueries({ queryKey: [queryKey] }),
        ),
      );
      void navigate(`/campaigns/${encodeURIComponent(draft.code)}`);
    },
  });
  return (
    <ActDrawer
      id={drawerOf(playbook)}
      title={tell('gallery.useTitle', { name })}
      note={about}
      act={tell('gallery.make')}
      {...{ blocked, mutation }}
    >
      <TextField
        label={tell('campaigns.code')}
        hint={isUsed ? tell('gallery.taken', { code }) : tell('gallery.codeHint')}
        value={campaign}
        onChange={({ target }) => setCampaign(target.value)}
      />
      <Consequences
        title={tell('campaign.follows')}
        lines={[
          [tell('gallery.draft'), tell('gallery.draftWhy')],
          ...(segments.length === 0
            ? []
            : [[tell('gallery.segments', { n: segments.length, names: segments.join(', ') })] as [string]]),
        ]}
      />
    </ActDrawer>
  );
}
