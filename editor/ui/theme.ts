import { createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e0efe8', '#c5e1d5', '#9fceb9', '#67cda9', '#3a9b7c', '#1f7f63', '#14735a', '#0e5f49', '#0a4c3a', '#07382b',
]; // prettier-ignore

/** Mantine on our tokens; what each role looks like is in tokens.css and mantine.css. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine },
  fontFamily: 'var(--font-ui)',
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
});
