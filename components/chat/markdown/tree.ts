/** Where an address leads, checked: only http, https and mailto come this far. */
export interface Target {
  readonly href: string
  /** The host in ASCII, as the browser's own address bar would have it at the least. */
  readonly host: string
}

export type Wrapping = 'emphasis' | 'strong' | 'strike' | 'spoiler'

export interface Text {
  readonly type: 'text'
  text: string
}

export interface Link {
  readonly type: 'link'
  readonly target: Target
  /** The words look like an address that isn't the target's, so its host stands behind them. */
  readonly showsHost: boolean
  readonly children: Inline[]
}

export type Inline =
  | Text
  | Link
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: Wrapping; readonly children: Inline[] }

export interface ListItem {
  /** The number as typed, of an ordered list. */
  readonly number: number | undefined
  readonly children: Block[]
}

/** `lines` is text with its line breaks, blank lines and leading spaces as typed. */
export type Block =
  | { readonly type: 'lines' | 'heading'; readonly children: Inline[] }
  | { readonly type: 'quote'; readonly children: Block[] }
  | {
      readonly type: 'list'
      /** What stands at an item: a bullet, or how its number ends. */
      readonly mark: 'bullet' | '.' | ')'
      readonly items: ListItem[]
    }
  | { readonly type: 'code'; readonly info: string; readonly text: string }
