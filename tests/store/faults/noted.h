/* What of the outbox left, and its records in the store beside it: PLACE/outbox and PLACE/store, of which there may be none. */
#ifndef FAULTS_NOTED_H
#define FAULTS_NOTED_H

#include <evenkeel/outbox.h>
#include <evenkeel/store.h>

enum { NOTED_WEEK = 2968 };

/* NULL: there is none. */
struct store *noted_store(const char *place);
struct record noted_record(uint64_t week);
/* Ways to keep one, as outbox_note asks: in the store that is the context; not at all, but counted; in the store without its name. */
int noted_keep(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err);
int noted_count(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err);
int noted_keep_nameless(void *context, uint64_t week, const uint8_t name[static OUTBOX_RECORD], struct error *err);
int noted_all(const char *place, outbox_keep how, struct store *store, struct error *err);
/* How many records there are, when all that left is noted; -1: the store is not as it should be. */
int noted_records(const char *place);

#endif
