export type Call = readonly [string, ...unknown[]];

/** A context that writes down what is drawn, with the style that it is drawn in. */
export function recorder() {
  const calls: Call[] = [];
  const style: Record<string, unknown> = {};
  const context = new Proxy(style, {
    get: (_, name: string) => {
      if (name in style) return style[name];
      if (name === "measureText") return (text: string) => ({ width: text.length * 7 });
      return (...args: unknown[]) =>
        void calls.push([name, ...args, ...(name === "stroke" ? [style.strokeStyle, style.lineWidth] : [])]);
    },
  });
  return { calls, context: context as unknown as CanvasRenderingContext2D };
}
