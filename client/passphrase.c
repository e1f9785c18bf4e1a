#include "passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/vault.h>

#include "command.h"
#include "pinentry.h"
#include "term.h"

void passphrase_free(struct passphrase *passphrase)
{
	sodium_free(passphrase->bytes);
	*passphrase = (struct passphrase){0};
}

int passphrase_make_room(struct passphrase *ret, struct error *err)
{
	if (vault_start(err) < 0)
		return -1;
	ret->bytes = secret_new(PASSPHRASE_MOST + 3, NULL);
	ret->length = 0;
	return 0;
}

/* What is typed behind too long a passphrase is none for the shell, which would run it and keep it. */
static void swallow_line(int fd)
{
	char byte = 0;
	ssize_t length;

	do
		length = read(fd, &byte, 1);
	while ((length == 1 && byte != '\n') || (length < 0 && errno == EINTR));
	explicit_bzero(&byte, sizeof(byte));
}

/* Read to the end, or on a terminal to the end of the line. */
static int read_into(int fd, bool one_line, struct passphrase *ret, struct error *err)
{
	while (ret->length < PASSPHRASE_MOST + 2) {
		ssize_t length = read(fd, ret->bytes + ret->length, one_line ? 1 : PASSPHRASE_MOST + 2 - ret->length);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return error_set(err, ERROR_LOCKED, "cannot read the passphrase: %s", strerror(errno));
		if (length == 0 || (one_line && ret->bytes[ret->length] == '\n'))
			return 0;
		ret->length += (size_t)length;
	}
	if (one_line)
		swallow_line(fd);
	return 0;
}

static int check_length(struct passphrase *passphrase, struct error *err)
{
	if (passphrase->length > 0 && passphrase->bytes[passphrase->length - 1] == '\n')
		passphrase->length--;
	passphrase->bytes[passphrase->length] = '\0';
	if (passphrase->length == 0)
		return error_set(err, ERROR_LOCKED, "the passphrase is empty; give one of 1 to 1024 bytes");
	if (passphrase->length > PASSPHRASE_MOST)
		return error_set(err, ERROR_LOCKED, "the passphrase is longer than 1024 bytes; give a shorter one");
	return 0;
}

int passphrase_check(struct passphrase *passphrase, struct error *err)
{
	if (check_length(passphrase, err) == 0)
		return 0;
	passphrase_free(passphrase);
	return -1;
}

static int take(int fd, bool one_line, struct passphrase *ret, struct error *err)
{
	if (passphrase_make_room(ret, err) < 0)
		return -1;
	if (read_into(fd, one_line, ret, err) == 0)
		return passphrase_check(ret, err);
	passphrase_free(ret);
	return -1;
}

int passphrase_from_fd(int fd, struct passphrase *ret, struct error *err)
{
	if (fcntl(fd, F_GETFD) < 0)
		return error_set(err, ERROR_LOCKED, "cannot read the passphrase: file descriptor %d is not open", fd);
	int result = take(fd, false, ret, err);
	if (fd > STDERR_FILENO)
		close(fd);
	return result;
}

/* A credential: a regular file of this user's or root's, closed to everyone else. */
static int check_file(int fd, const char *path, struct error *err)
{
	struct stat about;
	if (fstat(fd, &about) < 0)
		return error_set(err, ERROR_LOCKED, "cannot read the passphrase file '%s': %s", path, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return error_set(err, ERROR_LOCKED, "the passphrase file '%s' is not a regular file", path);
	if (about.st_uid != geteuid() && about.st_uid != 0)
		return error_set(err, ERROR_LOCKED, "the passphrase file '%s' belongs to somebody else", path);
	if ((about.st_mode & 077) != 0)
		return error_set(err, ERROR_LOCKED,
				 "others can open the passphrase file '%s'; close it with 'chmod 600'", path);
	return 0;
}

int passphrase_from_file(const char *path, struct passphrase *ret, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return error_set(err, ERROR_LOCKED, "cannot read the passphrase file '%s': %s", path, strerror(errno));
	int result = check_file(fd, path, err);
	if (result == 0)
		result = take(fd, false, ret, err);
	close(fd);
	return result;
}

/* Without echo before the question stands, so that nothing typed in answer can show. */
static int ask(int fd, const char *prompt, struct passphrase *ret, struct error *err)
{
	if (term_change(fd, true, false) < 0)
		return error_set(err, ERROR_LOCKED, "cannot ask for the passphrase: %s", strerror(errno));
	(void)!write(fd, prompt, strlen(prompt));
	int result = take(fd, true, ret, err);
	term_restore();
	(void)!write(fd, "\n", 1);
	return result;
}

int passphrase_from_terminal(const char *prompt, struct passphrase *ret, struct error *err)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0) {
		int result = ask(fd, prompt, ret, err);
		close(fd);
		return result;
	}
	if (!isatty(STDIN_FILENO))
		return error_set(
			err, ERROR_LOCKED,
			"no passphrase: there is no terminal to ask on; give it with EVENKEEL_PASSPHRASE_FD or "
			"EVENKEEL_PASSPHRASE_FILE");
	return ask(STDIN_FILENO, prompt, ret, err);
}

static bool have_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return isatty(STDIN_FILENO);
	close(fd);
	return true;
}

int passphrase_ask(const char *prompt, struct passphrase *ret, struct error *err)
{
	if (!have_terminal() && pinentry_possible())
		return pinentry_ask(prompt, ret, err);
	return passphrase_from_terminal(prompt, ret, err);
}

bool passphrase_in_environment(void)
{
	const char *fd = getenv("EVENKEEL_PASSPHRASE_FD"), *file = getenv("EVENKEEL_PASSPHRASE_FILE");
	return (fd != NULL && *fd != '\0') || (file != NULL && *file != '\0');
}

int passphrase_from_environment(struct passphrase *ret, struct error *err)
{
	const char *fd = getenv("EVENKEEL_PASSPHRASE_FD"), *file = getenv("EVENKEEL_PASSPHRASE_FILE");
	long number;
	if (fd != NULL && *fd != '\0') {
		if (client_number(fd, "EVENKEEL_PASSPHRASE_FD", 0, 1 << 20, &number, err) < 0)
			return -1;
		return passphrase_from_fd((int)number, ret, err);
	}
	if (file != NULL && *file != '\0')
		return passphrase_from_file(file, ret, err);
	return PASSPHRASE_NO_SOURCE;
}
