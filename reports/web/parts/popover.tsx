import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';

interface PopoverProps {
  readonly label: string;
  /** What is chosen, written on the button. */
  readonly value: string;
  readonly active: boolean;
  readonly icon?: 'calendar';
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a small panel below it; Escape and a click outside close it. */
export function Popover({ label, value, active, icon, children }: PopoverProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is caught here for the controls inside
    <div class="popover" ref={root} onKeyDown={(event) => open && event.key === 'Escape' && close()}>
      <button
        type="button"
        ref={button}
        class={active ? 'filter active' : 'filter'}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        {icon && <Icon name={icon} />}
        <span class="filter-label">{label}</span>
        <span class="filter-value">{value}</span>
        <Icon name="down" />
      </button>
      {open && (
        <div class="popover-panel" id={panel} role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
