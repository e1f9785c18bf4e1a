#include "programs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

bool programs_have(const char *name)
{
	const char *path = getenv("PATH");
	for (const char *end; path != NULL && *path != '\0'; path = *end != '\0' ? end + 1 : end) {
		_cleanup_(text_clear) struct text file = {0};
		struct stat about;
		end = strchrnul(path, ':');
		text_append_bytes(&file, path, (size_t)(end - path));
		text_appendf(&file, "/%s", name);
		if (stat(text_string(&file), &about) == 0 && S_ISREG(about.st_mode) &&
		    access(text_string(&file), X_OK) == 0)
			return true;
	}
	return false;
}

const char *programs_below_home(const char *path)
{
	const char *home = getenv("HOME");
	size_t length = home != NULL ? strlen(home) : 0;
	return length > 1 && strncmp(path, home, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}
