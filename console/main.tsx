import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { queryClient } from './data/query-client.ts';
import { router } from './routes.tsx';
import './style/index.css';
import { ChoicesProvider, showTheme } from './text/choices.tsx';

showTheme();
const place = document.getElementById('console');
if (place === null) throw new Error('The page has no place for the console.');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ChoicesProvider>
        <RouterProvider router={router} />
      </ChoicesProvider>
    </QueryClientProvider>
  </StrictMode>,
);
