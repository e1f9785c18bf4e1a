/* Another program with pipes to its standard input and output: pinentry, secret-tool. Secrets go through the pipes, never as arguments. */
#ifndef CLIENT_CHILD_H
#define CLIENT_CHILD_H

#include <stddef.h>
#include <sys/types.h>

struct child {
	pid_t pid;
	int to, from;         /* -1 = closed */
	void (*on_pipe)(int); /* what SIGPIPE did before */
};

/* -1 when no process could be made. A program that is not there ends with 127. */
int child_start(struct child *ret, const char *const *words);
/* -1 when not all of it was taken. */
int child_write(struct child *child, const char *bytes, size_t size);
/* Up to @capacity bytes, or to the end; how many, or -1. */
ssize_t child_read(struct child *child, char *ret, size_t capacity);
/* Close the pipes and wait: its exit code, or -1. */
int child_end(struct child *child);

#endif
