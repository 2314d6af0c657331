import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { campaignKey } from '../../data/campaigns.ts';
import { at } from '../../data/condition-file.ts';
import { Refused } from '../../data/refused.ts';
import { asYaml } from '../../data/segments.ts';
import { useBlocked } from '../../data/session.tsx';
import { yamlOf } from '../../data/yaml.ts';
import { Page } from '../../frame/page.tsx';
import { Builder } from '../../parts/audience/builder.tsx';
import { faultsOf } from '../../parts/audience/context.ts';
import { FilePanel } from '../../parts/audience/file-panel.tsx';
import { CountPanel, ReachPanels, SamplePanel } from '../../parts/audience/panels.tsx';
import { useFile } from '../../parts/audience/use-file.ts';
import { usePreview } from '../../parts/audience/use-preview.ts';
import { Button } from '../../parts/form.tsx';
import { Columns } from '../../parts/panel.tsx';
import { Bone, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';

const base = ['audience'] as const;

interface ReadCampaign {
  readonly campaign: Shape['Campaign'];
  /** What it was read as: somebody else's change since is told of. */
  readonly etag: string;
}

/** Who may come into a campaign, as a form. */
export function Component(): ReactNode {
  const tell = useText();
  const { code = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: [...campaignKey(code), 'audience'],
    queryFn: async (): Promise<ReadCampaign> => {
      const asked = api.GET('/campaigns/{code}', { params: { path: { code } } });
      const campaign = await read(asked);
      return { campaign, etag: (await asked).response.headers.get('ETag') ?? '*' };
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  if (data?.campaign.lifecycle === 'journey') return <Editing {...data} />;
  return (
    <Page title={data?.campaign.name ?? code} above={[{ to: '/campaigns', name: tell('frame.campaigns') }]}>
      {data === undefined ? (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      ) : (
        <Empty title={tell('audience.notJourney')}>{tell('audience.notJourneyWhy')}</Empty>
      )}
    </Page>
  );
}

function useSaving({ campaign: { code }, etag }: ReadCampaign, text: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState<string>();
  const mutation = useMutation({
    mutationFn: () => {
      const { headers, ...body } = asYaml(text);
      return read(
        api.PUT('/campaigns/{code}', {
          params: { path: { code } },
          ...{ headers: { ...headers, 'If-Match': etag }, ...body },
        }),
      );
    },
    onSuccess: async () => {
      await Promise.all([['campaigns'], campaignKey(code)].map((queryKey) => client.invalidateQueries({ queryKey })));
      void navigate(`/campaigns/${encodeURIComponent(code)}`);
    },
  });
  const error = sent === text ? mutation.error : null;
  return {
    error,
    isBusy: mutation.isPending,
    faults: error instanceof Refused ? faultsOf(error.problem?.errors) : [],
    save: () => {
      setSent(text);
      mutation.mutate();
    },
  };
}

function Editing({ campaign, etag }: ReadCampaign): ReactNode {
  const tell = useText();
  const { code, name, version, definition } = campaign;
  const file = useFile(`campaign: ${code}\n${yamlOf(definition)}\n`);
  const who = file.content === undefined ? undefined : at(file.content, base);
  const preview = usePreview(file.text, who, false);
  const saving = useSaving({ campaign, etag }, file.text);
  const scope = useBlocked('launch');
  const address = `/campaigns/${encodeURIComponent(code)}`;
  return (
    <Page
      title={tell('audience.campaignTitle', { name })}
      above={[
        { to: '/campaigns', name: tell('frame.campaigns') },
        { to: address, name },
      ]}
      intro={tell('audience.campaignIntro', { version: version + 1 })}
      acts={
        <>
          <Link className="btn" to={address}>
            {tell('parts.leave')}
          </Link>
          <Button
            main
            busy={saving.isBusy}
            blocked={scope ?? (file.content === undefined ? tell('segments.unreadable') : undefined)}
            onClick={saving.save}
          >
            {tell('audience.campaignSave', { version: version + 1 })}
          </Button>
        </>
      }
    >
      {saving.error !== null && (
        <div className="done">
          <NotDone error={saving.error} />
        </div>
      )}
      <Columns
        main={
          <>
            <Builder {...{ file, preview, base }} />
            <SamplePanel
              sample={preview.data?.sample}
              members={preview.data?.count.members}
              isCounting={preview.isCounting}
            />
          </>
        }
        side={
          <>
            <CountPanel
              count={preview.data?.count}
              parts={preview.data?.parts}
              isCounting={preview.isCounting}
              error={preview.error}
              why={who === undefined ? tell('audience.everybody') : tell('segments.uncounted')}
            />
            <FilePanel
              file={file}
              faults={saving.faults.length > 0 ? saving.faults : preview.faults}
              label={tell('audience.campaignLabel')}
            />
            <ReachPanels count={preview.data?.count} />
          </>
        }
      />
    </Page>
  );
}
