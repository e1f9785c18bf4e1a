#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/secret.h>

/* A child that a library or we fork sees zeros: its copy would outlive our wiping it. Pages are the guarded memory's own. */
static void keep_from_children(void *memory, size_t size)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = (uintptr_t)memory & ~(page - 1), end = ((uintptr_t)memory + size + page - 1) & ~(page - 1);

	madvise((void *)first, end - first, MADV_WIPEONFORK);
}

void *secret_new(size_t size, bool *ret_locked)
{
	static const char message[] = "evenkeel: out of memory\n";
	void *memory = sodium_malloc(size);

	if (!memory) {
		(void)!write(STDERR_FILENO, message, sizeof(message) - 1);
		_exit(1);
	}
	/* sodium_malloc succeeds unlocked where RLIMIT_MEMLOCK is low; asking again tells. */
	bool locked = sodium_mlock(memory, size) == 0;
	if (ret_locked)
		*ret_locked = locked;
	keep_from_children(memory, size);
	memset(memory, 0, size);
	return memory;
}
