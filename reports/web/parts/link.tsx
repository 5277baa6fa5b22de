import type { ComponentChildren, JSX } from 'preact';
import { go } from '../address.ts';

interface LinkProps {
  readonly href: string;
  readonly class?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A link within the page; a new tab and the like work as with any link. */
export function Link({ href, label, children, ...rest }: LinkProps): JSX.Element {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a href={href} onClick={follow} {...(label !== undefined && { 'aria-label': label })} {...rest}>
      {children}
    </a>
  );
}
