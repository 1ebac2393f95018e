import { useReactFlow, useStore as useFlowStore } from '@xyflow/react';
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useView } from './view.js';

/** Out, back to 100 %, in, and the whole journey at once. */
export function Zoom() {
  const { words } = useView();
  const { t } = words;
  const zoom = useFlowStore((state) => state.transform[2]);
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  return (
    <div className="jc-float jc-zoom" role="group" aria-label={t('zoom.label')}>
      <button type="button" aria-label={t('zoom.out')} onClick={() => void zoomOut()}>
        <IconMinus size={16} stroke={1.75} aria-hidden />
      </button>
      <button
        type="button"
        className="jc-percent"
        aria-label={t('zoom.percent')}
        onClick={() => void zoomTo(1)}
      >
        {new Intl.NumberFormat(words.locale, { style: 'percent' }).format(zoom)}
      </button>
      <button type="button" aria-label={t('zoom.in')} onClick={() => void zoomIn()}>
        <IconPlus size={16} stroke={1.75} aria-hidden />
      </button>
      <span className="jc-v" />
      <button
        type="button"
        aria-label={t('zoom.fit')}
        onClick={() => void fitView({ padding: 0.08, maxZoom: 1 })}
      >
        <IconArrowsMaximize size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}
