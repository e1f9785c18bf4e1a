/*
 * Memory that is there or the program is not: running out ends the process with a clear message on stderr, since nobody
 * can test the hundred ways out. Big or secret memory (the key derivation, keys, decrypted rows) does not come from here.
 */
#ifndef EVENKEEL_MEM_H
#define EVENKEEL_MEM_H

#include <stddef.h>

/* Zeroed memory for @count items of @size bytes; never NULL. The caller frees it with free(). */
void *mem_new(size_t count, size_t size);
/* Grow @old to hold @count items of @size bytes; the new part is not zeroed. */
void *mem_grow(void *old, size_t count, size_t size);
char *mem_copy_string(const char *string);
/* free() that returns NULL. */
void *mem_free(void *memory);

/* free() for each of several: mem_free_all(a, b, c). */
void mem_free_each(void *const *memory, size_t count);
#define mem_free_all(...) mem_free_each((void *[]){__VA_ARGS__}, sizeof((void *[]){__VA_ARGS__}) / sizeof(void *))

void mem_free_pointer(void *pointer_to_pointer);
/* The cleanup attribute: _cleanup_(text_clear) struct text body = {0}; */
#define _cleanup_(function) __attribute__((cleanup(function)))
/* char *name _cleanup_free_ = mem_copy_string(x); */
#define _cleanup_free_ _cleanup_(mem_free_pointer)

#endif
