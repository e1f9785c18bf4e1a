#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "hex.h"
#include "vector_file.h"

void blob_clear(struct blob *blob)
{
	free(blob->bytes);
	*blob = (struct blob){0};
}

bool blob_is(const struct blob *blob, const uint8_t *bytes, size_t size)
{
	return blob->size == size && (size == 0 || memcmp(blob->bytes, bytes, size) == 0);
}

char *vector_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = mem_copy_string(slash ? slash + 1 : path), *dot = strrchr(name, '.');

	if (dot && strcmp(dot, ".json") == 0)
		*dot = '\0';
	return name;
}

json_t *vector_load(const char *path)
{
	return json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
}

int vector_hex(const json_t *value, struct blob *ret)
{
	if (!json_is_string(value))
		return -1;
	size_t size = json_string_length(value) / 2;
	uint8_t *bytes = mem_new(size, 1);
	if (hex_read(json_string_value(value), bytes, size) != (long)size) {
		free(bytes);
		return -1;
	}
	*ret = (struct blob){bytes, size};
	return 0;
}

int vector_field(const json_t *object, const char *name, struct blob *ret)
{
	return vector_hex(json_object_get(object, name), ret);
}

int vector_number(const json_t *object, const char *name, uint64_t *ret)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return -1;
	*ret = (uint64_t)json_integer_value(value);
	return 0;
}

static bool report(const char *path, const char *(*run)(const char *name, const json_t *file))
{
	char *name _cleanup_free_ = vector_name(path);
	json_t *file = vector_load(path);
	const char *stage = file ? run(name, file) : "parse";

	if (stage)
		printf("FAIL %s %s\n", name, stage);
	else
		printf("ok %s\n", name);
	fflush(stdout);
	json_decref(file);
	return !stage;
}

int vector_main(int argc, char **argv, const char *(*run)(const char *name, const json_t *file))
{
	int failed = 0;

	if (argc < 2 || sodium_init() < 0) {
		fprintf(stderr, "usage: %s FILE...\n", argv[0]);
		return 2;
	}
	for (int i = 1; i < argc; i++)
		failed |= !report(argv[i], run);
	return failed;
}
