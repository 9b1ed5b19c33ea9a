import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, bodyOf } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Token = Schemas["TokenInfo"];
export type MadeToken = Schemas["MadeToken"];
export type Scope = Token["scopes"][number];

/** What each scope lets one do, the harmless first. */
export const SCOPES: readonly { readonly scope: Scope; readonly does: string }[] = [
  { scope: "read", does: "look at everything" },
  { scope: "write", does: "change cameras, clips, routines; make tokens" },
  { scope: "models", does: "bring models and switch them" },
  { scope: "admin", does: "everything" },
];

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => bodyOf(await api.GET("/api/auth/tokens", { signal })).items,
  meta: { quiet: true },
});

export type NewToken = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** null: it does not expire. */
  readonly expiresInDays: number | null;
};

/** Makes a token; the answer has it, this one time. */
export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ scopes, ...rest }: NewToken) =>
      bodyOf(await api.POST("/api/auth/tokens", { body: { ...rest, scopes: [...scopes] } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}

/** Revokes a token, at once and for good. */
export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Token) =>
      api.DELETE("/api/auth/tokens/{token_id}", { params: { path: { token_id: id } } }),
    onSuccess: (_answer, { name }) => toast.success(`${name} is revoked.`),
    onSettled: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}
