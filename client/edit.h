/* A file in the person's editor: on a copy beside it, checked before it takes the file's place, so that a slip is never live. */
#ifndef CLIENT_EDIT_H
#define CLIENT_EDIT_H

#include <evenkeel/error.h>
#include <evenkeel/text.h>

/* 0 when the file was replaced, EDIT_UNCHANGED, or -1. @check says whether new content will do. */
#define EDIT_UNCHANGED 1
typedef int (*edit_check)(void *context, const char *content, struct error *err);
int edit_file(const char *path, edit_check check, void *context, struct error *err);

/* A settings file in which every line is a comment: each setting with its meaning and default. */
void edit_template(struct text *ret);

#endif
