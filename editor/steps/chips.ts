import { history, historyKeymap, defaultKeymap } from '@codemirror/commands';
import { EditorState, RangeSetBuilder, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { segmentsOf } from '../../workflows/flow/segments.js';
import { styleNonce } from '../ui/style-nonce.js';
import { chipsIn, type Chip } from './merge-text.js';

type Named = (chip: Chip) => string;

class ChipWidget extends WidgetType {
  constructor(private readonly label: string) {
    super();
  }
  override eq(other: ChipWidget): boolean {
    return other.label === this.label;
  }
  override toDOM(): HTMLElement {
    const made = document.createElement('span');
    made.className = 'st-chip';
    made.textContent = this.label;
    return made;
  }
}

/** Draws details as chips that the caret steps over whole, and marks signs that make a text dearer. */
function drawn(nameOf: Named, marksCostly: boolean): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      chips: DecorationSet;
      constructor(view: EditorView) {
        this.chips = decorate(view.state.doc.toString(), nameOf, marksCostly);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.chips = decorate(update.state.doc.toString(), nameOf, marksCostly);
      }
    },
    {
      decorations: ({ chips }) => chips,
      provide: (self) => EditorView.atomicRanges.of((view) => view.plugin(self)?.chips ?? Decoration.none),
    },
  );
  return plugin;
}

function decorate(text: string, nameOf: Named, marksCostly: boolean): DecorationSet {
  const built = new RangeSetBuilder<Decoration>();
  let at = 0;
  const signs = (until: number) => {
    if (marksCostly)
      for (let index = at; index < until; index++)
        if (/[^\p{L}\ud800-\udfff]/u.test(text[index]!) && segmentsOf(text[index]!).encoding === 'UCS-2')
          built.add(index, index + 1, Decoration.mark({ class: 'st-costly' }));
  };
  for (const chip of chipsIn(text)) {
    signs(chip.from);
    built.add(chip.from, chip.to, Decoration.replace({ widget: new ChipWidget(nameOf(chip)) }));
    at = chip.to;
  }
  signs(text.length);
  return built.finish();
}

/** An editor for one text. `name` is what it is called; one line takes no line breaks. */
export function openComposer(made: {
  parent: HTMLElement;
  text: string;
  name: string;
  oneLine: boolean;
  marksCostly: boolean;
  nameOf: Named;
  onChange: (text: string) => void;
}): EditorView {
  const { parent, text, name, oneLine, marksCostly, nameOf, onChange } = made;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(styleNonce()),
        EditorView.contentAttributes.of({
          'aria-label': name,
          'aria-multiline': String(!oneLine),
          spellcheck: 'true',
        }),
        drawn(nameOf, marksCostly),
        ...(oneLine ? [EditorState.transactionFilter.of((tr) => (tr.newDoc.lines > 1 ? [] : tr))] : []),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
}
