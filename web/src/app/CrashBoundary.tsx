import { Component, type ErrorInfo, type ReactNode } from "react";
import { Problem } from "../ui/Problem";

/** The last net: whatever breaks inside, the page says so and can be loaded again. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error("the page broke", error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="grid min-h-dvh">
        <Problem title="This page broke" action={{ label: "Load it again", run: () => location.reload() }}>
          It is our mistake. Your cameras go on watching, and everything they saw is saved.
        </Problem>
      </main>
    );
  }
}
