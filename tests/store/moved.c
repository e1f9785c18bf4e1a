#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "moved.h"

int moved_collect(void *context, const uint8_t *bytes, size_t size, struct error *err)
{
	(void)err;
	text_append_bytes(context, bytes, size);
	return 0;
}

struct text moved_seal(const struct transfer_for *whom, const struct record *records, size_t count)
{
	struct text file = {0};
	struct error err = {0};

	if (transfer_write(whom, records, count, moved_collect, &file, &err))
		fail_msg("transfer_write: %s", err.message);
	return file;
}

void moved_records(struct record *ret, int count)
{
	for (int i = 0; i < count; i++) {
		ret[i] = fixture_record(i, 1);
		if (i % 7 == 3) {
			ret[i].kind = RECORD_WORKSHEET;
			ret[i].count = 0;
			memset(&ret[i].worksheet, 0, sizeof(ret[i].worksheet));
			ret[i].worksheet.length = 6;
			memcpy(ret[i].worksheet.text, "平静", 6);
		} else if (i % 11 == 5) {
			ret[i].kind = 0x33;
			memset(ret[i].raw, i, 40);
		}
		ret[i].flags = i % 5 == 1 ? RECORD_LATE : i % 5 == 2 ? RECORD_DELAYED : 0;
	}
}

void moved_assert_same(const struct record *a, const struct record *b, uint16_t flags_of_b)
{
	uint8_t left[RECORD_WORKSHEET_SIZE], right[RECORD_WORKSHEET_SIZE];
	struct record plain = *b;

	assert_int_equal(b->flags & RECORD_IMPORTED, flags_of_b);
	plain.flags &= (uint16_t)~RECORD_IMPORTED;
	record_encode(a, left);
	record_encode(&plain, right);
	assert_memory_equal(left, right, sizeof(left));
}
