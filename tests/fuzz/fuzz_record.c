/* Records out of a store that somebody has had in hand: what is taken is written again to the last bit. */
#include <string.h>

#include <evenkeel/record.h>
#include <evenkeel/text.h>

#include "fuzz/fuzz.h"

static void check(const uint8_t *bytes, size_t size)
{
	uint8_t again[RECORD_WORKSHEET_SIZE];
	struct record record;
	struct error err = {0};

	int rc = record_decode(bytes, size, &record, &err);
	FUZZ_CHECK(rc == 0 || rc == RECORD_NEWER || (rc == -1 && err.message[0]));
	if (rc < 0)
		return;
	FUZZ_CHECK(record_size(&record) == size && record.parts > record.part);
	if (record_is_prompt(&record))
		FUZZ_CHECK(record.count <= RECORD_ANSWERS_MAX);
	if (record.kind == RECORD_WORKSHEET)
		FUZZ_CHECK(strlen(record.worksheet.text) == record.worksheet.length &&
			   text_is_utf8(record.worksheet.text, record.worksheet.length));
	record_encode(&record, again);
	FUZZ_CHECK(!memcmp(again, bytes, size));
}

int FUZZ_TARGET(fuzz_record)(const uint8_t *bytes, size_t size)
{
	uint8_t padded[RECORD_WORKSHEET_SIZE] = {0};
	size_t whole = size <= RECORD_SIZE ? RECORD_SIZE : RECORD_WORKSHEET_SIZE;

	check(bytes, size);
	if (size < whole) {
		memcpy(padded, bytes, size);
		check(padded, whole);
	}
	return 0;
}
