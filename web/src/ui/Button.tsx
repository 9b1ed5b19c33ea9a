import type { ComponentProps } from "react";

const LOOKS = {
  primary: "bg-dog text-on-dog hover:brightness-105",
  plain: "border border-line bg-panel text-text hover:bg-raised",
  ghost: "text-muted hover:bg-raised hover:text-text aria-pressed:bg-raised aria-pressed:text-text",
  alarm: "bg-alarm text-white hover:brightness-105",
} as const;

type Props = ComponentProps<"button"> & { readonly look?: keyof typeof LOOKS };

/** A button that a thumb can hit: at least 44 px each way. */
export function Button({ look = "plain", className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      className={`inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-3.5 text-sm font-medium transition-colors duration-150 disabled:opacity-50 ${LOOKS[look]} ${className}`}
      {...rest}
    />
  );
}
