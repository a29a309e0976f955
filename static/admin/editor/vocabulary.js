// Nodes of the editor without what the sanitiser would take away (articles/bodies.py): what is seen is what is kept.
import {
  CodeBlock as BaseCodeBlock,
  Extension,
  ListItem as BaseListItem,
  OrderedList as BaseOrderedList,
  Table as BaseTable,
  TableCell as BaseTableCell,
  TableHeader as BaseTableHeader,
} from "django-prose-editor/editor"

export const CodeBlock = BaseCodeBlock.extend({
  addAttributes() {
    return {}
  },
})

// No call-out within a list, or one could stand within another.
export const ListItem = BaseListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList | codeBlock)*" })

export const OrderedList = BaseOrderedList.extend({
  addAttributes() {
    return { start: this.parent().start }
  },

  addNodeView() {
    return null
  },
})

// A table begins with a row of headings, which says what its columns are; rows and columns are added to it.
export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },
})

// The widths of columns are the page's.
function spans() {
  const span = (name) => ({
    default: 1,
    parseHTML: (element) => element[name] || 1,
    renderHTML: ({ [name.toLowerCase()]: count }) => (count > 1 ? { [name.toLowerCase()]: count } : {}),
  })
  const colwidth = { default: null, rendered: false, parseHTML: () => null }
  return { colspan: span("colSpan"), rowspan: span("rowSpan"), colwidth }
}

export const TableCell = BaseTableCell.extend({ addAttributes: spans })

export const TableHeader = BaseTableHeader.extend({ addAttributes: spans })

// Spaces that were typed side by side or at the end of a line come back as they were kept.
export const Spaces = Extension.create({
  name: "spaces",

  onBeforeCreate() {
    this.editor.options.parseOptions = { preserveWhitespace: true }
  },
})
