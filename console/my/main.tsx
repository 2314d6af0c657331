import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page.tsx';
import { TextProvider } from './text.tsx';
import { TokenProvider } from './token.tsx';
import './style/index.css';

/** What was read is taken as true for so long. */
const staleMs = 30_000;
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: staleMs } } });

const place = document.getElementById('my');
if (place === null) throw new Error('The page has no place for a member.');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TextProvider>
        <TokenProvider>
          <Page />
        </TokenProvider>
      </TextProvider>
    </QueryClientProvider>
  </StrictMode>,
);
