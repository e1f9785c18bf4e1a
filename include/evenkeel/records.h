/*
 * All records of a store in memory, decrypted, as the reading commands want them: in order of time, withdrawn groups marked,
 * CLOCK and authority records left out (all kinds from 0x40); what a newer version wrote stays. The memory is sodium's and is wiped
 * when freed.
 */
#ifndef EVENKEEL_RECORDS_H
#define EVENKEEL_RECORDS_H

#include <stddef.h>

#include <evenkeel/store.h>

struct records {
	struct record *items; /* by time, then by row */
	size_t count, capacity;
	struct store_report report;
};
/* Withdrawn records are left out when @with_withdrawn is false. The store must be unlocked. */
int records_load(struct store *store, bool with_withdrawn, struct records *ret, struct error *err);
/* One more at the end, in memory that is wiped. */
void records_add(struct records *records, const struct record *record);
void records_clear(struct records *records);

#endif
