#include <errno.h>
#include <unistd.h>

#include <evenkeel/os.h>

int fd_write_all(int fd, const void *bytes, size_t size)
{
	const char *next = bytes;

	while (size > 0) {
		ssize_t put = write(fd, next, size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		next += put;
		size -= (size_t)put;
	}
	return 0;
}

ssize_t fd_read_all(int fd, void *ret, size_t room)
{
	size_t done = 0;

	while (done < room) {
		ssize_t got = read(fd, (char *)ret + done, room - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}
