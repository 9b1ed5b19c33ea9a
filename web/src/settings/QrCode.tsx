import { encode } from "uqr";

/** A link as a code for a phone's camera. Black on white whatever the theme: many readers want it so. */
export function QrCode({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { ecc: "L", border: 3 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      role="img"
      aria-label="QR code of the link"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full rounded-lg bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
