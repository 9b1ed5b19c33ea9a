import { Link } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/Button";
import { draftOf, type Draft } from "./draft";
import { notesOf, type Moment } from "./moments";
import { NotesForm } from "./NotesForm";
import { filterOf } from "./search";

type Props = {
  readonly moment: Moment;
  /** What is being written; null: nobody writes. */
  readonly draft: Draft | null;
  readonly onDraft: (draft: Draft | null) => void;
  /** Labels that were given before, to be offered. */
  readonly known: readonly string[];
};

/** The labels and the note of a moment, to be read and to be written where they stand. */
export function MomentNotes({ moment, draft, onDraft, known }: Props) {
  const [wasOpen, setWasOpen] = useState(false);
  const { labels, note } = notesOf(moment);
  const isEmpty = labels.length === 0 && note === null;
  if (draft) return <NotesForm moment={moment} draft={draft} onDraft={onDraft} known={known} />;
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="flex min-w-0 flex-col gap-1">
        {labels.length > 0 && (
          <ul aria-label="Labels" className="flex flex-wrap gap-x-2">
            {labels.map((label) => (
              <li key={label} className="max-w-full">
                <Link
                  to="/gallery"
                  search={(before) => ({ ...filterOf(before), label })}
                  title="All that has this label"
                  className="group inline-flex min-h-11 max-w-full items-center"
                >
                  <span className="truncate rounded-full bg-raised px-3 py-1 text-sm font-medium group-hover:text-dog-text">
                    {label}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {note !== null && <p className="text-sm wrap-anywhere whitespace-pre-line">{note}</p>}
      </div>
      <Button
        look="ghost"
        // Whoever wrote goes on from here by the keyboard.
        autoFocus={wasOpen}
        aria-label={isEmpty ? undefined : "Change labels and note"}
        className={isEmpty ? "-ml-3.5" : ""}
        onClick={() => {
          setWasOpen(true);
          onDraft(draftOf({ labels, note }));
        }}
      >
        <Pencil size={17} aria-hidden />
        {isEmpty && "Add labels or a note"}
      </Button>
    </div>
  );
}
