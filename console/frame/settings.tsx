import { type ReactNode, useId } from 'react';
import { type Theme, themes, useChoices } from '../text/choices.tsx';
import { type Language, languages } from '../text/languages.ts';
import { useText } from '../text/use-text.tsx';

/** Language and theme, as each person wants them. */
export function Settings(): ReactNode {
  const tell = useText();
  const id = useId();
  const { language, theme, chooseLanguage, chooseTheme } = useChoices();
  const themeNames: Readonly<Record<Theme, string>> = {
    light: tell('frame.themeLight'),
    dark: tell('frame.themeDark'),
    system: tell('frame.themeSystem'),
  };
  return (
    <details className="settings">
      <summary>{tell('frame.settings')}</summary>
      <div className="field">
        <label htmlFor={`${id}-language`}>{tell('frame.language')}</label>
        <select
          className="input"
          id={`${id}-language`}
          value={language}
          onChange={(event) => chooseLanguage(event.target.value as Language)}
        >
          {Object.entries(languages).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-theme`}>{tell('frame.theme')}</label>
        <select
          className="input"
          id={`${id}-theme`}
          value={theme}
          onChange={(event) => chooseTheme(event.target.value as Theme)}
        >
          {themes.map((each) => (
            <option key={each} value={each}>
              {themeNames[each]}
            </option>
          ))}
        </select>
      </div>
    </details>
  );
}
