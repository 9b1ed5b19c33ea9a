import { X } from "lucide-react";
import { useId, type KeyboardEvent, type SubmitEvent } from "react";
import { toast } from "sonner";
import { Button } from "../ui/Button";
import { FIELD, LABEL } from "../ui/field";
import { finished, isChanged, LONGEST_NOTE, MOST_LABELS, withLabel, withoutLabel, type Draft } from "./draft";
import { notesOf, type Moment } from "./moments";
import { LONGEST_LABEL } from "./search";
import { useSaveNotes } from "./useMoments";

type Props = {
  readonly moment: Moment;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft | null) => void;
  readonly known: readonly string[];
};

/** Labels and a note while they are written: Ctrl Enter saves, Escape gives up. What is not saved stays as it is. */
export function NotesForm({ moment, draft, onDraft, known }: Props) {
  const save = useSaveNotes(moment, () => onDraft(null));
  const suggestions = useId();
  const { labels, label, note } = draft;
  const isFull = labels.length >= MOST_LABELS;
  const submit = () => {
    if (save.isPending) return;
    if (isChanged(draft, notesOf(moment))) save.mutate(finished(draft));
    else onDraft(null);
  };
  const giveUp = () => {
    onDraft(null);
    if (!isChanged(draft, notesOf(moment))) return;
    toast("What you wrote is not kept.", {
      id: `notes:${moment.id}`,
      action: { label: "Undo", onClick: () => onDraft(draft) },
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
    else if (event.key === "Escape") giveUp();
    else return;
    event.preventDefault();
    // The dialog would close on Escape.
    event.stopPropagation();
  };
  return (
    <form
      aria-label="Labels and note"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={onKeyDown}
      className="flex flex-col gap-3 rounded-lg border border-line p-3"
    >
      {labels.length > 0 && (
        <ul aria-label="Labels" className="flex flex-wrap gap-1">
          {labels.map((one) => (
            <li
              key={one}
              className="flex max-w-full items-center rounded-full bg-raised pl-3 text-sm font-medium"
            >
              <span className="truncate">{one}</span>
              <button
                type="button"
                aria-label={`Take away the label ${one}`}
                disabled={save.isPending}
                onClick={() => onDraft(withoutLabel(draft, one))}
                className="grid size-11 shrink-0 place-items-center text-muted hover:text-text"
              >
                <X size={16} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className={LABEL}>
        Add a label
        <input
          autoFocus
          list={suggestions}
          maxLength={LONGEST_LABEL}
          readOnly={save.isPending || isFull}
          placeholder={isFull ? `No more than ${MOST_LABELS}` : "fetch"}
          value={label}
          onChange={({ target }) => onDraft({ ...draft, label: target.value })}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing || save.isPending) return;
            if ((event.key === "Enter" || event.key === ",") && label.trim() !== "") {
              event.preventDefault();
              onDraft(withLabel(draft));
            } else if (event.key === "Backspace" && label === "" && labels.length > 0) {
              onDraft({ ...draft, labels: labels.slice(0, -1) });
            }
          }}
          className={FIELD}
        />
      </label>
      <datalist id={suggestions}>
        {known
          .filter((one) => !labels.includes(one))
          .map((one) => (
            <option key={one} value={one} />
          ))}
      </datalist>
      <label className={LABEL}>
        Note
        <textarea
          rows={3}
          maxLength={LONGEST_NOTE}
          readOnly={save.isPending}
          placeholder="First time on the couch"
          value={note}
          onChange={({ target }) => onDraft({ ...draft, note: target.value })}
          className={`${FIELD} py-2`}
        />
      </label>
      {save.isError && (
        <p role="alert" className="text-sm text-alarm">
          It is not saved. What you wrote is still here; try again in a moment.
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="ghost" onClick={giveUp}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={save.isPending} title="Ctrl Enter">
          {save.isPending ? "Saving…" : "Save"}
        </Button>
      </div>
    </form>
  );
}
