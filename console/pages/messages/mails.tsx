import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { Button, TextField } from '../../parts/form.tsx';
import { Callout, Failure } from '../../parts/states.tsx';
import { Text, useText, useWords } from '../../text/use-text.tsx';

interface MailsProps {
  readonly campaign: string;
  readonly template: string;
  readonly locales: readonly string[];
  /** Whom it is shown for at first. */
  readonly member?: string;
}

/** A message in each of its languages, as HTML on a desktop and a phone, and as plain text; for a member who can be chosen. */
export function Mails({ campaign, template, locales, member }: MailsProps): ReactNode {
  const tell = useText();
  const [shownFor, setShownFor] = useState(member ?? '');
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = new FormData(event.currentTarget).get('as');
    setShownFor(typeof wanted === 'string' ? wanted.trim() : '');
  };
  return (
    <section className="as-seen" aria-labelledby="as-seen">
      <div className="head">
        <div>
          <h2 id="as-seen">{tell('messages.asSeen')}</h2>
          <p className="note">{tell('messages.asSeenIntro')}</p>
        </div>
        <form className="filters" onSubmit={show}>
          <TextField
            label={tell('messages.shownFor')}
            hint={tell('messages.shownForHint')}
            name="as"
            defaultValue={shownFor}
          />
          <Button type="submit">{tell('messages.show')}</Button>
        </form>
      </div>
      <div className="languages">
        {locales.map((locale) => (
          <InLanguage key={locale} {...{ campaign, template, locale }} member={shownFor} />
        ))}
      </div>
    </section>
  );
}

interface InLanguageProps {
  readonly campaign: string;
  readonly template: string;
  readonly locale: string;
  readonly member: string;
}

function InLanguage({ campaign, template, locale, member }: InLanguageProps): ReactNode {
  const { language } = useWords();
  const of = member === '' ? {} : { memberId: member };
  const query = useQuery({
    queryKey: ['campaign', campaign, 'preview', template, locale, member],
    queryFn: () =>
      read(
        api.POST('/campaigns/{code}/previews', {
          params: { path: { code: campaign } },
          body: { template, locale, ...of },
        }),
      ),
    meta: { live: ['messages', 'members'] },
  });
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
  const mail = query.data;
  // That somebody is made up says the field, and how to change it.
  const notes = (mail?.notes ?? []).filter((note) => !note.includes('--member'));
  const asked = new URLSearchParams({ locale, ...(member === '' ? {} : { member }) }).toString();
  const html = `/console/mail/${campaign}/${template}?${asked}`;
  return (
    <section aria-busy={mail === undefined && query.error === null}>
      <h3>
        <Text
          k="messages.language"
          with={{ name, code: locale }}
          n={(words) => <span className="note">{words}</span>}
        />
      </h3>
      {query.error !== null && mail === undefined && <Failure error={query.error} again={() => void query.refetch()} />}
      {mail !== undefined && (
        <>
          {notes.length > 0 && (
            <Callout kind="info">
              {notes.map((note) => (
                <p key={note} lang="en">
                  {note}
                </p>
              ))}
            </Callout>
          )}
          <Looks mail={mail} src={html} locale={locale} name={name} />
        </>
      )}
    </section>
  );
}

interface LooksProps {
  readonly mail: Shape['Preview'];
  readonly src: string;
  readonly locale: string;
  readonly name: string;
}

/** A mail that reads otherwise by now is loaded anew. */
function Looks({ mail, src, locale, name }: LooksProps): ReactNode {
  const tell = useText();
  return (
    <div className="mails">
      {(['desktop', 'phone'] as const).map((width) => {
        const words = width === 'desktop' ? tell('messages.desktop') : tell('messages.phone');
        return (
          <figure key={width}>
            <figcaption>
              <span>{words}</span>
            </figcaption>
            <div className={width === 'phone' ? 'mail phone' : 'mail'}>
              <div className="subject" lang={locale}>
                <b>{mail.subject}</b>
                <span>{mail.from}</span>
              </div>
              <Frame
                key={mail.html}
                src={src}
                title={tell('messages.frame', { subject: mail.subject, language: name, width: words })}
              />
            </div>
          </figure>
        );
      })}
      <figure>
        <figcaption>
          <span>{tell('messages.plain')}</span>
        </figcaption>
        <div className="mail text">
          <pre lang={locale}>{mail.text}</pre>
        </div>
      </figure>
      {mail.texts.map((text) => (
        <ShortText key={text.channel} text={text} locale={locale} />
      ))}
    </div>
  );
}

/** A short text as a phone shows it, and what it takes as SMS. */
function ShortText({
  text,
  locale,
}: {
  readonly text: Shape['Preview']['texts'][number];
  readonly locale: string;
}): ReactNode {
  const tell = useText();
  const { channel, sms, title, url, problem } = text;
  const letters = sms?.outside.join(' ') ?? '';
  return (
    <figure>
      <figcaption>
        <span>{tell(`messages.text.${channel}`)}</span>
        {sms && (
          <small>
            {letters === ''
              ? tell('messages.smsTakes', sizeOf(sms))
              : tell('messages.smsBecause', { ...sizeOf(sms), letters })}
          </small>
        )}
      </figcaption>
      <div className="mail text">
        <pre lang={locale}>{[title, text.text, url].filter((part) => part !== null).join('\n')}</pre>
        {problem !== null && <p className="fault">{tell('messages.textFault', { problem })}</p>}
      </div>
    </figure>
  );
}

const sizeOf = ({ segments, units, encoding }: { segments: number; units: number; encoding: string }) => ({
  ...{ segments: String(segments), units: String(units), encoding },
});

/** A mail runs nothing and reaches nothing: its policy says so, and this sandbox. It is as high as what it holds. */
function Frame({ src, title }: { readonly src: string; readonly title: string }): ReactNode {
  const [height, setHeight] = useState<number>();
  return (
    <iframe
      src={src}
      title={title}
      sandbox="allow-same-origin"
      style={height === undefined ? undefined : { height }}
      onLoad={({ currentTarget }) => setHeight(currentTarget.contentDocument?.documentElement.scrollHeight)}
    />
  );
}
