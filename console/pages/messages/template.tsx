import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Shape } from '../../data/api.ts';
import { useCampaign, useFlow, useReport } from '../../data/campaigns.ts';
import { messageStates, templateOf } from '../../data/messages.ts';
import { Page } from '../../frame/page.tsx';
import { useAnchor } from '../../parts/anchor.ts';
import { CampaignStatus } from '../../parts/campaign-status.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { MessageFigures } from './figures.tsx';
import { Mails } from './mails.tsx';
import { type Reason, ReasonsPanel } from './reasons.tsx';

/** What do members see of this message, and why was it not sent to some? */
export function Component(): ReactNode {
  const tell = useText();
  const { code = '', template = '' } = useParams();
  const campaign = useCampaign(code);
  const flow = useFlow(code, campaign.data);
  const filter = { campaign: code, template };
  const report = useReport(code);
  const rows = reasonsOf(template, flow.data, report.data);
  const reasons = { ...report, data: rows } as UseQueryResult<Shape['MessageReasons']>;
  useAnchor(flow.data !== undefined && rows !== undefined);
  const name = campaign.data?.name ?? code;
  const locales = flow.data?.messages.find((each) => each.template === template)?.locales;
  const error = campaign.error ?? flow.error;
  return (
    <Page
      title={template}
      above={[
        { to: '/campaigns', name: tell('frame.campaigns') },
        { to: `/campaigns/${code}`, name },
      ]}
      beside={campaign.data && <CampaignStatus status={campaign.data.status} />}
      intro={
        <Text
          k="messages.templateIntro"
          with={{ campaign: name }}
          a={(words) => <Link to={`/campaigns/${code}`}>{words}</Link>}
        />
      }
      acts={
        campaign.data?.status !== 'ended' && (
          <Link className="btn" to={`/campaigns/${code}#edit`}>
            {tell('messages.change')}
          </Link>
        )
      }
    >
      <MessageFigures filter={filter} reasons={reasons} notTo={`/campaigns/${code}/messages/${template}#not-sent`} />
      {flow.data === undefined ? (
        error === null ? (
          <div aria-busy="true">
            <Bone width="62%" />
          </div>
        ) : (
          <Failure error={error} again={() => void flow.refetch()} />
        )
      ) : locales === undefined ? (
        <Empty title={tell('messages.templateGone')}>
          {tell('messages.templateGoneWhy', { campaign: code, template })}
        </Empty>
      ) : (
        <Mails campaign={code} template={template} locales={locales} />
      )}
      {rows !== undefined && <ReasonsPanel reasons={rows} filter={filter} isListed={isListed} />}
    </Page>
  );
}

interface TemplateReasons extends Omit<Shape['MessageReasons'], 'reasons'> {
  readonly reasons: (Reason & { readonly isStep: boolean })[];
}

/** What became of the message, as the report counts it: with the steps that came to no message. */
function reasonsOf(
  template: string,
  flow: Shape['CampaignFlow'] | undefined,
  report: Shape['CampaignReport'] | undefined,
): TemplateReasons | undefined {
  if (flow === undefined || report === undefined) return undefined;
  const reasons = report.messages
    .filter(({ message }) => templateOf(flow, message) === template)
    .map(({ message, fate, reason, text, count }) => ({
      ...{ status: fate, count, isStep: message !== template },
      ...{ reason: reason === '' ? null : reason, text: reason === '' ? null : text },
    }));
  return { reasons, partial: false };
}

const isListed = (reason: Reason): boolean =>
  !(reason as TemplateReasons['reasons'][number]).isStep && stateWords.has(reason.status);
const stateWords = new Set<string>(Object.values(messageStates).flat());
