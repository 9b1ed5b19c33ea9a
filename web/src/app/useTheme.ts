import { useLayoutEffect } from "react";

/** A view of pictures is dark; every other one follows the system. */
export function useDarkView(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = "dark";
    return () => {
      delete dataset.theme;
    };
  }, []);
}
