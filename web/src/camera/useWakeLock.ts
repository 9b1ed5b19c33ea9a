import { useEffect, useState } from "react";

/**
 * Keeps the screen awake while `wanted`. The browser takes the lock away from a page that is not seen; it is
 * asked for again when it is. Returns whether the screen stays awake.
 */
export function useWakeLock(wanted: boolean): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const given = await navigator.wakeLock.request("screen");
        if (isOver) {
          await given.release();
          return;
        }
        lock = given;
        setHeld(true);
        given.addEventListener("release", () => setHeld(false));
      } catch {
        setHeld(false); // a battery that is low: the page says what to do
      }
    };
    const onVisible = () => void ask();
    document.addEventListener("visibilitychange", onVisible);
    void ask();
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", onVisible);
      lock?.release().catch(() => undefined);
      setHeld(false);
    };
  }, [wanted]);
  return isHeld;
}
