import { Switch } from "@base-ui/react/switch";

type Props = {
  readonly label: string;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
};

/** Something that is on or off. */
export function Toggle({ label, isOn, disabled = false, onChange }: Props) {
  return (
    <Switch.Root
      checked={isOn}
      disabled={disabled}
      onCheckedChange={onChange}
      aria-label={label}
      className="grid h-11 w-13 shrink-0 place-items-center data-[disabled]:opacity-50"
    >
      <span
        className={`flex h-6 w-10 items-center rounded-full p-0.5 transition-colors duration-150 ${isOn ? "bg-dog" : "bg-line"}`}
      >
        <Switch.Thumb className="size-5 rounded-full bg-white shadow transition-transform duration-150 data-[checked]:translate-x-4" />
      </span>
    </Switch.Root>
  );
}
