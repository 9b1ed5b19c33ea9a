/** Our mark; beside words that name it, so it is silent. */
export function Mark({ className = "size-7" }: { readonly className?: string }) {
  return <img src="/paw.svg" alt="" width={28} height={28} className={className} />;
}
