// Keeps lang="zh-Hans" on the elements that carry it; without this the editor would drop it at the first save.
import { Extension } from "django-prose-editor/editor"

export const Language = Extension.create({
  name: "language",

  addGlobalAttributes() {
    return [
      {
        types: [
          ...["paragraph", "heading", "blockquote", "listItem", "bulletList", "orderedList", "callout"],
          ...["tableCell", "tableHeader", "bold", "italic", "link", "fact", "caption"],
        ],
        attributes: {
          lang: {
            default: null,
            parseHTML: (element) => element.getAttribute("lang"),
            renderHTML: ({ lang }) => (lang ? { lang } : {}),
          },
        },
      },
    ]
  },
})
