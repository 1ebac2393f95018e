/** Small components on the tokens. Menus, tooltips and popovers come from @mantine/core directly. */
export { Button, ButtonLink, IconButton } from './button.js';
export { CopyField } from './copy-field.js';
export { Dialog } from './dialog.js';
export { FaultNote, useFaultSentence } from './fault.js';
export { CheckField, Field, Segmented, SelectField, TextArea, TextField } from './fields.js';
export {
  Avatar,
  Card,
  EmptyState,
  Loading,
  Page,
  Pill,
  Tile,
  useTitle,
  type TileKind,
  type Tone,
} from './page.js';
export { Stars } from './stars.js';
export { toast } from './toast.js';
export { useWhen } from './when.js';
