/* office.json: which party, its folders, both parties' public keys. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "json_out.h"
#include "office_own.h"

enum { VERSION = 1 };

bool office_take_path(const char *word, char ret[static PATH_SIZE])
{
	if (word[0] != '/' || strlen(word) >= PATH_SIZE)
		return false;
	snprintf(ret, PATH_SIZE, "%s", word);
	return true;
}

static bool take_public(const char *hex, struct office_public *ret)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	size_t size;
	const char *end;

	return sodium_hex2bin(bytes, sizeof(bytes), hex, strlen(hex), NULL, &size, &end) == 0 && *end == '\0' &&
	       office_public_decode((struct hpke_bytes){bytes, size}, ret) == 0;
}

static bool take(json_t *object, struct office *ret)
{
	json_int_t version = 0;
	const char *drop, *exchange, *own, *other = NULL;

	if (json_unpack_ex(object, NULL, JSON_STRICT, "{s:I, s:s, s:s, s:s, s?:s}", "version", &version, "drop", &drop,
			   "exchange", &exchange, "own", &own, "other", &other) < 0 ||
	    version != VERSION || !office_take_path(drop, ret->drop) || !office_take_path(exchange, ret->exchange) ||
	    !take_public(own, &ret->own))
		return false;
	ret->has_other = other != NULL;
	return other == NULL || (take_public(other, &ret->other) && ret->other.party != ret->own.party);
}

int office_json_decode(struct hpke_bytes file, struct office *ret)
{
	struct office office = *ret;

	json_out_init();
	json_t *object = json_loadb((const char *)file.bytes, file.size, JSON_REJECT_DUPLICATES, NULL);
	bool fine = object && take(object, &office);
	json_decref(object);
	if (!fine)
		return -1;
	*ret = office;
	return 0;
}

static json_t *pack_public(const struct office_public *party)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	char hex[2 * OFFICE_PUBLIC_MAX + 1];

	sodium_bin2hex(hex, sizeof(hex), bytes, office_public_encode(party, bytes));
	return json_string(hex);
}

static int append(const char *bytes, size_t size, void *text)
{
	text_append_bytes(text, bytes, size);
	return 0;
}

int office_json_encode(const struct office *office, struct text *ret)
{
	json_out_init();
	json_t *object = json_pack("{s:i, s:s, s:s, s:o}", "version", VERSION, "drop", office->drop, "exchange",
				   office->exchange, "own", pack_public(&office->own));
	if (!object)
		return -1;
	if (office->has_other)
		json_object_set_new(object, "other", pack_public(&office->other));
	json_dump_callback(object, append, ret, JSON_INDENT(2));
	json_decref(object);
	text_append_char(ret, '\n');
	return 0;
}
