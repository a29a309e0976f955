// What stands where the caret is, the name after a refusal, is replaced by typing.
document.querySelector("[autofocus]")?.select()
