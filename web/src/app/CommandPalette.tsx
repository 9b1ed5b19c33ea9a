import { Dialog as Parts } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState, type KeyboardEvent } from "react";
import { camerasQuery } from "../api/queries";
import { useSignOut } from "../sign-in/useSession";
import { useAppState } from "../state/store";
import { availableShortcuts } from "./shortcuts";
import { NAV, SETTINGS_PAGES } from "./views";

type Command = {
  readonly id: string;
  readonly words: string;
  readonly key?: string;
  readonly run: () => void;
};

/** All that can be done from here, found by typing some of its words. */
export function CommandPalette() {
  const setOpen = useAppState((state) => state.setPaletteOpen);
  const commands = useCommands();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = commands.filter(({ words }) => matches(words, query));
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (command: Command | undefined) => {
    if (!command) return;
    setOpen(false);
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <Parts.Root open onOpenChange={setOpen}>
      <Parts.Portal>
        <Parts.Backdrop className="fixed inset-0 z-20 bg-black/50" />
        <Parts.Popup
          aria-label="Find anything"
          className="fixed top-[12dvh] left-1/2 z-20 flex max-h-[70dvh] w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-panel text-text shadow-2xl"
        >
          <input
            autoFocus
            role="combobox"
            aria-label="Find anything"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={chosen && `${listId}-${chosen.id}`}
            aria-autocomplete="list"
            autoComplete="off"
            placeholder="What would you like to do?"
            value={query}
            onChange={({ target }) => {
              setQuery(target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            className="min-h-14 shrink-0 border-b border-line bg-transparent px-4 text-base outline-none"
          />
          <ul id={listId} role="listbox" aria-label="What can be done" className="overflow-y-auto p-2">
            {found.map((command) => (
              <li
                key={command.id}
                id={`${listId}-${command.id}`}
                role="option"
                aria-selected={command === chosen}
                onPointerMove={() => setAt(found.indexOf(command))}
                onClick={() => run(command)}
                className="flex min-h-11 cursor-pointer items-center justify-between gap-3 rounded-lg px-3 text-sm aria-selected:bg-raised"
              >
                {command.words}
                {command.key !== undefined && (
                  <kbd className="rounded-md border border-line px-1.5 font-sans text-xs text-muted">
                    {command.key}
                  </kbd>
                )}
              </li>
            ))}
          </ul>
          <p role="status" className={found.length > 0 ? "sr-only" : "px-4 pb-4 text-sm text-muted"}>
            {found.length > 0 ? `${found.length} found` : "Nothing can be done by that name."}
          </p>
        </Parts.Popup>
      </Parts.Portal>
    </Parts.Root>
  );
}

function useCommands(): Command[] {
  const navigate = useNavigate();
  const { data: cameras = [] } = useQuery(camerasQuery);
  const { mutate: signOut } = useSignOut();
  const [shortcuts] = useState(availableShortcuts);
  return [
    ...NAV.map(({ view, path, label }, index) => ({
      id: view,
      words: `Go to ${label}`,
      key: String(index + 1),
      run: () => void navigate({ to: path }),
    })),
    ...SETTINGS_PAGES.map(({ path, label }) => ({
      id: `settings-${label}`,
      words: `Settings: ${label}`,
      run: () => void navigate({ to: path }),
    })),
    ...shortcuts.map(({ key, does, run }) => ({ id: `key-${key}`, words: does, key, run })),
    ...cameras.map(({ id, name }) => ({
      id: `camera-${id}`,
      words: `Watch ${name}`,
      run: () => void navigate({ to: "/", search: { camera: id } }),
    })),
    { id: "sign-out", words: "Sign out", run: () => signOut() },
  ];
}

/** Each word that was typed begins a word of what is looked for, in any order. */
function matches(words: string, query: string): boolean {
  const known = words.toLowerCase().split(/\s+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== "")
    .every((part) => known.some((word) => word.startsWith(part)));
}
