#include "call_pulse.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/i18n.h>
#include <evenkeel/paths.h>

/* A function's pointer is written as bytes: C knows no cast from what dlsym gives. */
#define ROW(name) {"pa_" #name, offsetof(struct pulse_api, name)},
static const struct {
	const char *name;
	size_t offset;
} functions[] = {PULSE_FUNCTIONS(ROW)};

int pulse_library_open(const char *file, struct pulse_api *ret, struct error *err)
{
	struct pulse_api api;
	/* Bound lazily: that is 0.7 MiB less, in the libraries that libpulse brings along. */
	void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);

	if (!library)
		return error_set(err, ERROR_FAILED, _("the library '%s' is not installed"), file);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function) {
			dlclose(library);
			return error_set(err, ERROR_FAILED, _("the library '%s' lacks %s"), file, functions[i].name);
		}
		memcpy((char *)&api + functions[i].offset, &function, sizeof function);
	}
	*ret = api;
	return 0;
}

static bool is_there(const char *directory, const char *below)
{
	char path[PATH_SIZE];

	return directory && *directory && snprintf(path, sizeof path, "%s%s", directory, below) < (int)sizeof path &&
	       access(path, F_OK) == 0;
}

/* Where libpulse looks, but for a default-server in client.conf and for an X server's word: PULSE_SERVER goes before both. */
bool pulse_server_at_hand(void)
{
	const char *named = getenv("PULSE_SERVER");

	return (named && *named) || is_there(getenv("PULSE_RUNTIME_PATH"), "/native") ||
	       is_there(getenv("XDG_RUNTIME_DIR"), "/pulse/native") || is_there("/run/pulse", "/native");
}
