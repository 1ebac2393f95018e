/** The sign of the house. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" className="icon">
    <rect width="28" height="28" rx="8" fill="var(--button)" />
    <path
      d="M17 10.4v6.1a4.2 4.2 0 0 1-4.2 4.2h-1.6"
      fill="none"
      stroke="#fff"
      strokeWidth="2.4"
      strokeLinecap="round"
    />
    <circle cx="17" cy="7.6" r="2.6" fill="#fff" />
    <circle cx="8.4" cy="20.7" r="1.5" fill="#fff" />
  </svg>
);
