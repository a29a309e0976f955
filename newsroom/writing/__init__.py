"""While an article is written: what the dialogs ask, figures typed by hand, what is not saved yet, previews."""
