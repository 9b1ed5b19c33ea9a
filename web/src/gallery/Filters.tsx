import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Camera } from "../api/client";
import { Button } from "../ui/Button";
import { LONGEST_SEARCH, type GalleryFilter } from "./search";

/** After so long without a key somebody wants to see what there is. */
const PAUSE_MS = 250;

type Props = {
  readonly filter: GalleryFilter;
  readonly cameras: readonly Camera[];
  readonly onChange: (filter: GalleryFilter) => void;
};

/** Narrows the gallery down: by words in notes and labels, by camera, by a label that was touched. */
export function Filters({ filter, cameras, onChange }: Props) {
  const { q, label, camera } = filter;
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <Words q={q} onChange={(words) => onChange({ ...filter, q: words })} />
      {(cameras.length > 1 || camera !== undefined) && (
        <select
          aria-label="Camera"
          value={camera ?? ""}
          onChange={({ target }) => onChange({ ...filter, camera: target.value || undefined })}
          className="min-h-11 max-w-full rounded-lg border border-line bg-panel px-3 text-sm font-medium"
        >
          <option value="">All cameras</option>
          {cameras.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {label !== undefined && (
        <Button
          aria-label={`${label}: show other labels too`}
          className="max-w-full"
          onClick={() => onChange({ ...filter, label: undefined })}
        >
          <span className="truncate">{label}</span>
          <X size={16} aria-hidden className="shrink-0" />
        </Button>
      )}
    </div>
  );
}

type WordsProps = {
  readonly q: string | undefined;
  readonly onChange: (q: string | undefined) => void;
};

/** What is looked for in notes and labels, once whoever types it has paused. */
function Words({ q, onChange }: WordsProps) {
  const [text, setText] = useState(q ?? "");
  const [isTyping, setTyping] = useState(false);
  const [before, setBefore] = useState(q);
  if (q !== before) {
    setBefore(q);
    // A link led to all of it.
    if (q === undefined && !isTyping) setText("");
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (!isTyping) return;
    const timer = setTimeout(() => {
      setTyping(false);
      latest.current(text.trim() || undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, isTyping]);
  return (
    <input
      type="search"
      aria-label="Search in notes and labels"
      placeholder="Search in notes and labels"
      maxLength={LONGEST_SEARCH}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        setTyping(true);
      }}
      className="min-h-11 min-w-0 flex-1 rounded-lg border border-line bg-panel px-3 text-base desk:max-w-80 phone:basis-full"
    />
  );
}
