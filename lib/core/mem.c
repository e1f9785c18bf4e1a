#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>

static _Noreturn void out_of_memory(void)
{
	static const char message[] = "evenkeel: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);

	(void)ignored;
	_exit(1);
}

void *mem_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

void *mem_grow(void *old, size_t count, size_t size)
{
	void *memory = reallocarray(old, count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

char *mem_copy_string(const char *string)
{
	size_t size = strlen(string) + 1;

	return memcpy(mem_new(size, 1), string, size);
}

void *mem_free(void *memory)
{
	free(memory);
	return NULL;
}

void mem_free_each(void *const *memory, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(memory[i]);
}

void mem_free_pointer(void *pointer_to_pointer)
{
	free(*(void **)pointer_to_pointer);
}
