import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

/** Four of five stars, said in words to those who do not see them. */
export function Stars({ rating, size = 13 }: { rating: number; size?: number }) {
  const t = useTranslations('shell');
  return (
    <span
      role="img"
      aria-label={t('stars', { count: rating })}
      style={{ display: 'inline-flex', gap: 1, verticalAlign: -2 }}
    >
      {[1, 2, 3, 4, 5].map((star) =>
        star <= rating ? (
          <IconStarFilled key={star} size={size} style={{ color: 'var(--star)' }} aria-hidden />
        ) : (
          <IconStar key={star} size={size} style={{ color: 'var(--star-empty)' }} aria-hidden />
        ),
      )}
    </span>
  );
}
