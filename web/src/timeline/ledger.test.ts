import { describe, expect, it } from "vitest";
import { following, placeAt, type Ledger, type Missing } from "./ledger";

const stretch = (from: number, to: number) => ({ id: `s${from}`, from, to, url: `/s${from}.mp4` });
const GAP: Missing = { from: 20_000, to: 60_000, reason: "source_away" };
const LEDGER: Ledger = {
  from: 0,
  to: 80_000,
  stretches: [stretch(0, 10_000), stretch(10_000, 20_000), stretch(60_000, 70_000)],
  missing: [GAP],
};

describe("what plays at a moment", () => {
  it.each([
    [0, "s0", 0],
    [9_999, "s0", 9_999],
    [10_000, "s10000", 10_000],
    [59_800, "s60000", 60_000], // a hole so small is none
    [75_000, "s60000", 60_000], // it is being written: the newest that is whole
  ])("%d ms: %s from %d", (ms, id, from) => {
    expect(placeAt(LEDGER, ms)).toMatchObject({ kind: "stretch", stretch: { id }, from });
  });

  it("is nothing in a gap: it tells why, and when it goes on", () => {
    expect(placeAt(LEDGER, 30_000)).toEqual({ kind: "missing", missing: GAP, next: 60_000 });
  });

  it("is nothing in a gap that lasts, and nobody knows when it goes on", () => {
    const lasting = { ...GAP, to: null };
    const ledger = { ...LEDGER, stretches: [], missing: [lasting] };
    expect(placeAt(ledger, 30_000)).toEqual({ kind: "missing", missing: lasting, next: null });
  });

  it("goes on after a gap that ends beyond what was asked for", () => {
    const ledger = { ...LEDGER, stretches: [stretch(0, 10_000)] };
    expect(placeAt(ledger, 30_000)).toMatchObject({ kind: "missing", next: 60_000 });
  });

  it("is over where nothing was recorded after it", () => {
    expect(placeAt(LEDGER, 101_000)).toEqual({ kind: "over" });
  });
});

describe("what plays after a stretch", () => {
  it("is the next one, gap or not, and nothing after the last", () => {
    const after = (index: number) => following(LEDGER, LEDGER.stretches[index]!)?.id ?? null;
    expect([0, 1, 2].map(after)).toEqual(["s10000", "s60000", null]);
  });
});
