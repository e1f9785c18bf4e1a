/* Records on their way from one store to another, and the sealed file that carries them. */
#ifndef TEST_MOVED_H
#define TEST_MOVED_H

#include <evenkeel/transfer.h>

/* Check-ins, and among them a worksheet record, one of a kind that we do not know, and one of each flag. */
void moved_records(struct record *ret, int count);
/* A sealed file of them; the caller clears it. */
struct text moved_seal(const struct transfer_for *whom, const struct record *records, size_t count);
/* A transfer_sink that appends to a struct text. */
int moved_collect(void *context, const uint8_t *bytes, size_t size, struct error *err);
/* @b is what was @a, but for its being imported, which is @flags_of_b. */
void moved_assert_same(const struct record *a, const struct record *b, uint16_t flags_of_b);

#endif
