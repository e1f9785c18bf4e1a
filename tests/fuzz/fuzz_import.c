/* A json export from a stranger: refused with a message, or records that make the same JSON again. So are the questionnaires in it. */
#include <string.h>

#include <evenkeel/mem.h>

#include "../../client/json_arrival.h"
#include "../../client/json_import.h"
#include "../../client/json_out.h"
#include "../../client/json_record.h"
#include "fuzz/fuzz.h"

static void check_again(const struct records *records)
{
	_cleanup_(text_clear) struct text json = {0};
	uint8_t bytes[RECORD_WORKSHEET_SIZE], again[RECORD_WORKSHEET_SIZE];
	struct records back = {0};
	struct json_slice questionnaires;

	text_append(&json, "{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[");
	for (size_t i = 0; i < records->count; i++) {
		FUZZ_CHECK(record_check(&records->items[i], NULL) >= 0 && records->items[i].kind < RECORD_ERASE);
		json_t *object = json_record(&records->items[i], CATALOGUE_EN);
		char *line = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
		text_append(&json, i ? ",\n" : "\n");
		text_append(&json, line);
		json_free_t release;
		json_get_alloc_funcs(NULL, &release);
		release(line);
		json_decref(object);
	}
	text_append(&json, "\n]}\n");
	FUZZ_CHECK(json_import(text_string(&json), json.length, &back, &questionnaires, NULL) == 0 &&
		   back.count == records->count && !questionnaires.bytes);
	for (size_t i = 0; i < back.count; i++) {
		record_encode(&records->items[i], bytes);
		record_encode(&back.items[i], again);
		FUZZ_CHECK(memcmp(bytes, again, sizeof(bytes)) == 0);
	}
	records_clear(&back);
}

static void check_message(int r, const struct error *err)
{
	FUZZ_CHECK(r == 0 || (r == -1 && err->message[0] && text_is_utf8(err->message, strlen(err->message))));
	for (const char *c = err->message; *c; c++)
		FUZZ_CHECK((unsigned char)*c >= ' ');
}

/* To look changes nothing, so a second look says the same. */
static void check_questionnaires(struct json_slice list)
{
	struct client client = {.json = true, .language = CATALOGUE_EN};
	struct error err = {0}, again = {0};
	int r = json_arrivals_check(&client, list, &err);

	check_message(r, &err);
	FUZZ_CHECK(json_arrivals_check(&client, list, &again) == r && strcmp(err.message, again.message) == 0);
}

int FUZZ_TARGET(fuzz_import)(const uint8_t *bytes, size_t size)
{
	struct records records = {0};
	struct json_slice questionnaires = {0};
	struct error err = {0};

	if (vault_start(NULL))
		return 0;
	json_out_init();
	int r = json_import((const char *)bytes, size, &records, &questionnaires, &err);
	check_message(r, &err);
	if (r == 0) {
		check_again(&records);
		check_questionnaires(questionnaires);
	}
	records_clear(&records);
	return 0;
}
