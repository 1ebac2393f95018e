import { create } from 'zustand';

/**
 * Whether the session has run out while somebody was working. Requests that met a 401 wait for `signedInAgain`,
 * then repeat themselves, so that nothing typed or asked is lost.
 */
interface Session {
  expired: boolean;
  waiting: (() => void)[];
  /** Settles when the person has signed in again. */
  expire: () => Promise<void>;
  signedInAgain: () => void;
}

export const useSession = create<Session>((set, get) => ({
  expired: false,
  waiting: [],
  expire: () =>
    new Promise<void>((resolve) => set((now) => ({ expired: true, waiting: [...now.waiting, resolve] }))),
  signedInAgain: () => {
    const { waiting } = get();
    set({ expired: false, waiting: [] });
    for (const go of waiting) go();
  },
}));

/** Whether somebody has been signed in since this page was opened; before that a 401 means the sign-in page. */
let known = false;
export const rememberSignedIn = () => void (known = true);
export const wasSignedIn = () => known;

const BUSINESS = 'journeyman.business';
export const chosenBusiness = () => localStorage.getItem(BUSINESS);
export const chooseBusiness = (id: string) => localStorage.setItem(BUSINESS, id);
/** Says whether there was one to forget. */
export function forgetBusiness(): boolean {
  const chosen = chosenBusiness() !== null;
  localStorage.removeItem(BUSINESS);
  return chosen;
}
