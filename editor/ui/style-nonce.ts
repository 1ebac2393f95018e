/**
 * The server allows styles that carry the nonce of this page load. Libraries that write `<style>` elements
 * (Mantine, CodeMirror, the scroll lock of menus) are given it here.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
