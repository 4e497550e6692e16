// Line icons on a 20-unit grid; decoration only, names are on the buttons.
const paths = {
  play: "M6 4.5v11l9-5.5z",
  pause: "M6.5 4.5v11M13.5 4.5v11",
  stop: "M5.5 5.5h9v9h-9z",
  speaker: "M4 8v4h3l4 3V5L7 8zM13.5 7.5a3.5 3.5 0 0 1 0 5M15.5 5.5a6.5 6.5 0 0 1 0 9",
  down: "M10 3.5v9M6 9l4 4 4-4M4 16.5h12",
  link: "M8.5 11.5l3-3M7 9l-2 2a2.8 2.8 0 0 0 4 4l2-2M13 11l2-2a2.8 2.8 0 0 0-4-4L9 7",
  edit: "M4 16l.7-3.2L13 4.5l2.5 2.5-8.3 8.3z",
  close: "M5 5l10 10M15 5L5 15",
  plus: "M10 4v12M4 10h12",
  key: "M12.5 3.5a4 4 0 1 1-3.4 6.1L3.5 15.2V17H6v-1.8h1.8l2.300-2.300",
  keyboard: "M3 6h14v8.5H3zM6 9h.01M9 9h.01M12 9h.01M15 9h.01M7 12h6",
  text: "M4 5h12M4 9h12M4 13h8",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
