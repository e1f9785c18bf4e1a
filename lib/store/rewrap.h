/* What a full read leaves behind: boxes that open faster, and the mark. Both under the write lock, both only hints. */
#ifndef STORE_REWRAP_H
#define STORE_REWRAP_H

#include "walk.h"

/* Replace sealed boxes by wrapped ones in one transaction. */
int rewrap_boxes(struct store *store, const struct rewrap *rewraps, size_t count, struct error *err);
/* Write the mark into `keys` unless a later one stands there. */
int renew_mark(struct store *store, const struct keys_mark *mark, struct error *err);

#endif
