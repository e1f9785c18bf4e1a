/*
 * The database in a stranger's hand, seal and keys as they were: rows, epochs and chains edited by SQL as an intruder
 * would, or bytes of the file itself. Whatever is delivered is the record that was stored under that number, once and
 * in order; who is told that all is well has all of them; and one more append still works or says why not.
 */
#include <string.h>

#include <evenkeel/mem.h>

#include "fuzz/fuzz.h"
#include "rows_edit.h"

struct reader {
	const struct rows_base *base;
	uint64_t delivered, next;
	bool appended; /* a row behind the base's may be the one appended */
	uint8_t extra[RECORD_WORKSHEET_SIZE];
};

static int take_row(void *context, uint64_t n, const struct record *record)
{
	struct reader *reader = context;
	const struct rows_base *base = reader->base;
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	size_t size = record_size(record);

	FUZZ_CHECK(n >= reader->next);
	reader->next = n + 1;
	record_encode(record, bytes);
	if (n < base->count) {
		FUZZ_CHECK(size == base->sizes[n] && memcmp(bytes, base->rows[n], size) == 0);
		reader->delivered++;
		return 0;
	}
	FUZZ_CHECK(reader->appended);
	/* Before the appended one, where the chain began anew. */
	if (record->kind == RECORD_CLOCK)
		return 0;
	bytes[2] &= (uint8_t)~RECORD_DELAYED;
	FUZZ_CHECK(size == RECORD_SIZE && memcmp(bytes, reader->extra, size) == 0);
	return 0;
}

static uint64_t rows_of(const struct rows_base *base)
{
	uint64_t rows = 0;

	for (uint64_t n = 0; n < base->count; n++)
		rows += base->sizes[n] > 0;
	return rows;
}

static void read_and_check(const struct rows_base *base, struct store *store, struct reader *reader)
{
	struct store_report report;
	struct error err = {0};

	reader->base = base;
	reader->delivered = reader->next = 0;
	int r = store_read(store, take_row, reader, &report, &err);
	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	if (r != 0)
		return;
	FUZZ_CHECK(report.healthy || report.finding_count > 0);
	if (report.healthy)
		FUZZ_CHECK(base->attested && reader->delivered == rows_of(base));
}

static void append_extra(const struct rows_base *base, struct store *store, struct reader *reader)
{
	struct record record = rows_record(3);
	struct error err = {0};

	record.wall_ms = rows_at(base->count).wall_ms;
	record_encode(&record, reader->extra);
	int r = store_append(store, &record, 1, rows_at(base->count), 60, 0, &err);
	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	reader->appended = r == 0;
}

static void use(const struct rows_base *base, bool append_first, bool append_too)
{
	struct store *store = NULL;
	struct reader reader = {0};
	struct error err = {0};
	int r = store_open(&store, rows_dir(), &err);

	FUZZ_CHECK(r == 0 || (r == -1 && err.message[0]));
	if (r != 0)
		return;
	FUZZ_CHECK(store_unlock(store, ROWS_PASSPHRASE, strlen(ROWS_PASSPHRASE), &err) == 0);
	if (append_first)
		append_extra(base, store, &reader);
	read_and_check(base, store, &reader);
	/* Boxes are wrapped now, if any were to be. */
	if (append_too && !append_first)
		append_extra(base, store, &reader);
	read_and_check(base, store, &reader);
	store_free(store);
}

int FUZZ_TARGET(fuzz_rows)(const uint8_t *bytes, size_t size)
{
	struct rows_input input = {bytes, size};
	uint8_t how = rows_take(&input);
	const struct rows_base *base = rows_base(how);
	struct rows_image image;

	if (size < 1)
		return 0;
	rows_random_from(2);
	image.size = base->files[0].size;
	image.bytes = mem_new(image.size, 1);
	memcpy(image.bytes, base->files[0].bytes, image.size);
	if (how & 0x40)
		rows_edit_bytes(&image, &input);
	else
		rows_edit_sql(&image, &input);
	rows_lay(base, &image);
	mem_free(image.bytes);
	use(base, how & 0x80, how & 0x20);
	return 0;
}
