import { useEffect } from 'react';
import { stepsIn } from '../draft/clipboard.js';
import { stepIn } from '../draft/places.js';
import { isTyping } from './keyboard.js';
import type { View } from './view.js';

/** Undo, redo and the clipboard, wherever the keyboard is, except in a text that has its own. */
export function useShortcuts({ desk, history }: View, showKeys: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      const key = event.key.toLowerCase();
      if (isTyping(event.target)) return;
      if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
        event.preventDefault();
        if (key === 'y' || event.shiftKey) desk.redo();
        else desk.undo();
      } else if (key === '?' && document.activeElement === document.body) showKeys();
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      if (window.getSelection()?.toString()) return;
      const { focused } = desk.state.getState();
      const text = stepIn(history.flow(), focused)
        ? event.type === 'cut'
          ? desk.cut(focused)
          : desk.copy(focused)
        : null;
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const text = event.clipboardData?.getData('text/plain') ?? null;
      if (desk.pasteText(text !== null && stepsIn(text) ? text : null)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, [desk, history, showKeys]);
}

/** Text on the clipboard of the computer, whence it goes to other journeys and tabs. */
export async function putOnClipboard(text: string | null): Promise<void> {
  // A browser may forbid it; the desk remembers the step for this journey all the same.
  if (text !== null) await navigator.clipboard?.writeText(text).catch(() => undefined);
}
