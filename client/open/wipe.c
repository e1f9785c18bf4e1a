#include "wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

static void free_wiped(void *memory)
{
	if (memory == NULL)
		return;
	explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

/* By hand, since realloc would leave the old bytes behind. */
static void *grow_wiped(void *memory, size_t size)
{
	void *bigger = malloc(size);
	if (bigger == NULL || memory == NULL)
		return bigger;
	size_t before = malloc_usable_size(memory);
	memcpy(bigger, memory, before < size ? before : size);
	free_wiped(memory);
	return bigger;
}

void wipe_libevent(void)
{
	event_set_mem_functions(malloc, grow_wiped, free_wiped);
}
