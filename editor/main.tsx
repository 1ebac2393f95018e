import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/vollkorn/wght.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Tooltip.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/mantine.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries.js';
import { router } from './shell/router.js';
import { SignInAgain } from './shell/sign-in-again.js';
import { styleNonce } from './ui/style-nonce.js';
import { theme } from './ui/theme.js';
import { Toasts } from './ui/toast.js';
import { InChosenLanguage } from './words/language.js';

// The scroll lock of menus looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <InChosenLanguage>
          <RouterProvider router={router} />
          <SignInAgain />
          <Toasts />
        </InChosenLanguage>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
