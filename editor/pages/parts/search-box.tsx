import { useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** What the address asks for. Digits by themselves come out of it as a number. */
export function useSearched(): string {
  const { search = '' } = useSearch({ strict: false }) as { search?: string | number };
  return String(search);
}

/** A box to search a list with: what is typed is told a quarter of a second after the last letter, without spaces around it. */
export function SearchBox({
  label,
  search,
  onSearch,
}: {
  label: string;
  /** What the address holds. */
  search: string;
  onSearch: (search: string) => void;
}) {
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    if (typed.trim() === search) return;
    const later = setTimeout(() => onSearch(typed.trim()), 250);
    return () => clearTimeout(later);
  }, [typed, search, onSearch]);
  return (
    <label className="searchbox">
      <span className="sr">{label}</span>
      <input
        className="input"
        type="search"
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}
