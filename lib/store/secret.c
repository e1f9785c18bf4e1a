#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "internal.h"

void *secret_new(size_t size, bool *ret_locked)
{
	static const char message[] = "evenkeel: out of memory\n";
	void *memory = sodium_malloc(size);

	if (!memory) {
		ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
		(void)ignored;
		_exit(1);
	}
	/* sodium_malloc succeeds unlocked where RLIMIT_MEMLOCK is low; asking again tells. */
	bool locked = sodium_mlock(memory, size) == 0;
	if (ret_locked)
		*ret_locked = locked;
	memset(memory, 0, size);
	return memory;
}
