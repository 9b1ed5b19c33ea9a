import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Keyboard, LogOut, MessageCircle, Search } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { ClipNews } from "../gallery/ClipNews";
import { Bell } from "../notifications/Bell";
import { useRealtime } from "../realtime/useRealtime";
import { useSignOut } from "../sign-in/useSession";
import { useAppState } from "../state/store";
import { isNarrow } from "../ui/isNarrow";
import { Mark } from "../ui/Mark";
import { usePageKeys } from "./pageKeys";
import { useShortcut } from "./shortcuts";
import { NAV, viewOf } from "./views";

const ENTRY =
  "flex min-h-14 flex-1 flex-col items-center justify-center gap-1 text-[11px] font-medium text-muted transition-colors duration-150 hover:text-text desk:w-15 desk:flex-none desk:rounded-xl";
const CoachPanel = lazy(() => import("../coach/CoachPanel").then((part) => ({ default: part.CoachPanel })));
const HelpSheet = lazy(() => import("./HelpSheet").then((part) => ({ default: part.HelpSheet })));
const CommandPalette = lazy(() =>
  import("./CommandPalette").then((part) => ({ default: part.CommandPalette })),
);

/** The frame around every view of a signed-in person: a rail on a desk, a bar for the thumb on a phone. */
export function Shell() {
  useRealtime();
  useActiveView();
  const setHelpOpen = useAppState((state) => state.setHelpOpen);
  const setPaletteOpen = useAppState((state) => state.setPaletteOpen);
  const coachOpen = useAppState((state) => state.coachOpen);
  const helpOpen = useAppState((state) => state.helpOpen);
  const paletteOpen = useAppState((state) => state.paletteOpen);
  const setCoachOpen = useAppState((state) => state.setCoachOpen);
  const signOut = useSignOut();
  const toggleCoach = () => setCoachOpen(!coachOpen);
  usePageKeys();
  useShortcut("?", () => setHelpOpen(true));
  useShortcut("a", () => setCoachOpen(true));
  useShortcut("t", useTour());
  return (
    <div className="flex min-h-dvh flex-col-reverse desk:h-dvh desk:flex-row">
      <nav
        aria-label="Views"
        className="sticky bottom-0 z-10 flex border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] desk:h-dvh desk:w-19 desk:flex-col desk:items-center desk:gap-1 desk:border-t-0 desk:border-r desk:py-3"
      >
        <Mark className="mb-3 hidden size-9 desk:block" />
        {NAV.map(({ view, path, label, icon: Icon }) => (
          <Link
            key={view}
            to={path}
            activeOptions={{ exact: path === "/", includeSearch: false }}
            className={`${ENTRY} aria-[current=page]:text-dog-text desk:aria-[current=page]:bg-raised`}
          >
            <Icon size={22} aria-hidden />
            {label}
          </Link>
        ))}
        <Bell className={ENTRY} />
        <button
          type="button"
          aria-pressed={coachOpen}
          onClick={toggleCoach}
          className={`${ENTRY} aria-pressed:text-dog-text desk:aria-pressed:bg-raised`}
        >
          <MessageCircle size={22} aria-hidden />
          Coach
        </button>
        <div className="mt-auto hidden flex-col gap-1 desk:flex">
          <RailButton label="Find (Ctrl K)" onClick={() => setPaletteOpen(true)}>
            <Search size={20} aria-hidden />
          </RailButton>
          <RailButton label="Keys" onClick={() => setHelpOpen(true)}>
            <Keyboard size={20} aria-hidden />
          </RailButton>
          <RailButton label="Sign out" onClick={() => signOut.mutate()}>
            <LogOut size={20} aria-hidden />
          </RailButton>
        </div>
      </nav>
      {/* On a phone the coach covers the view, which nobody shall reach below it. */}
      <main inert={coachOpen && isNarrow()} className="flex min-w-0 flex-1 flex-col desk:min-h-0">
        <Outlet />
      </main>
      <Suspense>
        {coachOpen && <CoachPanel />}
        {paletteOpen && <CommandPalette />}
        {helpOpen && <HelpSheet />}
      </Suspense>
      <ClipNews />
    </div>
  );
}

type RailButtonProps = {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
};

function RailButton({ label, onClick, children }: RailButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="grid size-11 place-items-center rounded-xl text-muted transition-colors duration-150 hover:bg-raised hover:text-text"
    >
      {children}
    </button>
  );
}

/** Begins the tour anew, where it is: in the live view. */
function useTour(): () => void {
  const navigate = useNavigate();
  const setTourDone = useAppState((state) => state.setTourDone);
  return () => {
    setTourDone(false);
    void navigate({ to: "/" });
  };
}

/** The address leads, the store follows; and `setActiveView` moves the page, wherever it is called from. */
function useActiveView(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const setActiveView = useAppState((state) => state.setActiveView);
  useEffect(() => {
    const view = viewOf(path);
    if (view) setActiveView(view);
    return useAppState.subscribe(({ activeView }, before) => {
      const entry = NAV.find((one) => one.view === activeView);
      if (entry && activeView !== before.activeView && activeView !== viewOf(path)) {
        void navigate({ to: entry.path });
      }
    });
  }, [path, navigate, setActiveView]);
}
