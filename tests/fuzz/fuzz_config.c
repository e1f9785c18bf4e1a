/* A settings file: what is taken reads back the same, and an edit of it sets what it says and nothing else. */
#include <string.h>

#include <evenkeel/config.h>
#include <evenkeel/mem.h>

#include "fuzz/fuzz.h"

static void check_round_trip(const struct config *config)
{
	size_t count;
	const struct config_option *options = config_options(&count);
	struct config again;

	config_defaults(&again);
	for (size_t i = 0; i < count; i++) {
		_cleanup_(text_clear) struct text value = {0};
		config_get(config, &options[i], &value);
		FUZZ_CHECK(config_set(&again, options[i].key, text_string(&value), NULL) == 0);
	}
	FUZZ_CHECK(!memcmp(config, &again, sizeof(again)));
}

static void check_edit(const char *content, const struct config *config, const struct config_option *option,
		       const char *value)
{
	_cleanup_(text_clear) struct text edited = {0}, again = {0};
	struct config wanted = *config, got;
	struct error err = {0};

	if (config_set(&wanted, option->key, value, NULL) < 0)
		return;
	config_edit(content, option->key, value, &edited);
	config_defaults(&got);
	FUZZ_CHECK(config_read(&got, text_string(&edited), edited.length, "f", &err) == 0);
	FUZZ_CHECK(!memcmp(&got, &wanted, sizeof(got)));
	config_edit(text_string(&edited), option->key, value, &again);
	FUZZ_CHECK(!strcmp(text_string(&edited), text_string(&again)));
}

int FUZZ_TARGET(fuzz_config)(const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text content = {0}, value = {0};
	struct config config, before;
	struct error err = {0};
	size_t count;
	const struct config_option *options = config_options(&count);

	if (size < 2)
		return 0;
	/* A byte for an option, one for the length of a value, the value, and the file. */
	const struct config_option *option = &options[bytes[0] % count];
	size_t length = bytes[1] < size - 2 ? bytes[1] : size - 2;
	text_append_bytes(&value, bytes + 2, length);
	bytes += 2 + length;
	size -= 2 + length;
	config_defaults(&config);
	before = config;
	if (config_read(&config, (const char *)bytes, size, "f", &err) < 0) {
		FUZZ_CHECK(!memcmp(&config, &before, sizeof(config)));
		FUZZ_CHECK(!strncmp(err.message, "f:", 2) && text_is_utf8(err.message, strlen(err.message)));
		config_set(&config, option->key, text_string(&value), &err);
		check_round_trip(&config);
		return 0;
	}
	check_round_trip(&config);
	text_append_bytes(&content, bytes, size);
	check_edit(text_string(&content), &config, option, text_string(&value));
	return 0;
}
