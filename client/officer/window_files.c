/* The exchange folder, which others can write to as well. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "window_step.h"

static const char *const names[EXCHANGE_TYPES] = {
	[EXCHANGE_REQUEST] = "init.ekj",
	[EXCHANGE_RESPONSE] = "resp.ekj",
	[EXCHANGE_RESULT] = "result.ekj",
	[EXCHANGE_COUNTERSIGN] = "countersign.ekj",
};

static void directory(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		      struct text *ret)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(window, name);
	text_appendf(ret, "%s/%s/%s", office->exchange, cohort->task, name);
}

void window_path(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, struct text *ret)
{
	directory(office, cohort, window, ret);
	text_appendf(ret, "/%s", names[type]);
}

/* A report a member and week at the most, each either asked for or left out. */
static off_t size_most(const struct cohort *cohort, enum exchange_type type)
{
	off_t reports = (off_t)cohort->members * DAP_LONG_WEEKS;

	switch (type) {
	case EXCHANGE_REQUEST:
		return 4096 + reports * DAP_INIT_SIZE;
	case EXCHANGE_RESPONSE:
		return 4096 + reports * DAP_RESP_SIZE;
	default:
		return 4096;
	}
}

static int read_all(int fd, const char *path, struct file_bytes *ret, struct error *err)
{
	while (ret->size < ret->capacity) {
		ssize_t got = read(fd, ret->bytes + ret->size, ret->capacity - ret->size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(errno));
		if (got == 0)
			break;
		ret->size += (size_t)got;
	}
	return 0;
}

static int read_open(int fd, off_t most, const char *path, struct file_bytes *ret, struct error *err)
{
	struct stat about;

	if (fstat(fd, &about))
		return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(errno));
	bool fits = S_ISREG(about.st_mode) && about.st_size <= most;
	size_t room = fits ? (size_t)about.st_size : 0;
	*ret = (struct file_bytes){.bytes = mem_new(room + 1, 1), .capacity = room};
	return read_all(fd, path, ret, err);
}

int window_read(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		enum exchange_type type, struct file_bytes *ret, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};

	*ret = (struct file_bytes){0};
	window_path(office, cohort, window, type, &path);
	int fd = open(text_string(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 && (errno == ELOOP || errno == ENXIO)) {
		*ret = (struct file_bytes){.bytes = mem_new(1, 1)};
		return 0;
	}
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", text_string(&path), strerror(errno));
	int r = read_open(fd, size_most(&cohort->cohort, type), text_string(&path), ret, err);
	close(fd);
	if (r)
		file_bytes_wipe(ret);
	return r;
}

static bool is_there(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     enum exchange_type type)
{
	_cleanup_(text_clear) struct text path = {0};
	struct stat about;

	window_path(office, cohort, window, type, &path);
	return lstat(text_string(&path), &about) == 0;
}

void window_messages(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     struct window_messages *ret)
{
	*ret = (struct window_messages){
		.request = is_there(office, cohort, window, EXCHANGE_REQUEST),
		.response = is_there(office, cohort, window, EXCHANGE_RESPONSE),
		.result = is_there(office, cohort, window, EXCHANGE_RESULT),
		.countersignature = is_there(office, cohort, window, EXCHANGE_COUNTERSIGN),
	};
}

static void say_none(struct window_step *step, enum exchange_type type)
{
	static const char *const words[EXCHANGE_TYPES] = {
		[EXCHANGE_REQUEST] = N_("there is no request for the window '%s' of '%s' yet ('%s'); it comes from "
					"the first party's 'evenkeel officer lead'"),
		[EXCHANGE_RESPONSE] = N_("there is no answer for the window '%s' of '%s' yet ('%s'); it comes from "
					 "the second party's 'evenkeel officer assist'"),
		[EXCHANGE_RESULT] = N_("there is no result for the window '%s' of '%s' yet ('%s'); it comes from the "
				       "first party's 'evenkeel officer finish'"),
	};
	_cleanup_(text_clear) struct text path = {0};
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	window_path(step->office, step->cohort, step->window, type, &path);
	error_set(step->err, ERROR_FAILED, words[type], name, step->cohort->label.team, text_string(&path));
}

int window_message(struct window_step *step, enum exchange_type type, struct file_bytes *ret)
{
	_cleanup_(text_clear) struct text path = {0};
	struct exchange message;

	if (window_read(step->office, step->cohort, step->window, type, ret, step->err))
		return -1;
	if (!ret->bytes) {
		say_none(step, type);
		return WINDOW_NO_MESSAGE;
	}
	int r = exchange_open(window_bytes(ret), &step->cohort->cohort, type, step->window, &message);
	if (r) {
		window_path(step->office, step->cohort, step->window, type, &path);
		error_set(step->err, ERROR_FAILED, "'%s' is refused: %s", text_string(&path),
			  refusal_words((enum refusal)r));
		step->said = true;
	}
	return window_step_note(step, WINDOW_MESSAGE, r);
}

/* As open to others as the folder that it is made in. */
static int make_directory(const char *path, const char *parent, struct error *err)
{
	struct stat about;

	if (mkdir(path, 0700) == 0) {
		if (stat(parent, &about) == 0 && chmod(path, about.st_mode & 02770) == 0)
			return 0;
	} else if (errno == EEXIST)
		return 0;
	return error_set(err, ERROR_FAILED,
			 "cannot make '%s': %s; look whether the exchange folder is connected and may be written to",
			 path, strerror(errno));
}

static int put_bytes(void *context, FILE *out, struct error *err)
{
	const struct hpke_bytes *bytes = context;

	(void)err;
	fwrite(bytes->bytes, 1, bytes->size, out);
	return 0;
}

static bool same(const struct file_bytes *file, struct hpke_bytes bytes)
{
	return file->bytes && file->size == bytes.size && memcmp(file->bytes, bytes.bytes, bytes.size) == 0;
}

int window_publish(struct window_step *step, enum exchange_type type, struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text path = {0}, parent = {0}, dir = {0};
	_cleanup_(file_bytes_wipe) struct file_bytes there = {0};
	struct error ignored = {0};

	window_path(step->office, step->cohort, step->window, type, &path);
	snprintf(step->run->written, sizeof(step->run->written), "%s", text_string(&path));
	if (window_read(step->office, step->cohort, step->window, type, &there, &ignored) == 0 && same(&there, bytes))
		return 0;
	text_appendf(&parent, "%s/%s", step->office->exchange, step->cohort->task);
	directory(step->office, step->cohort, step->window, &dir);
	if (make_directory(text_string(&dir), text_string(&parent), step->err))
		return -1;
	return file_share_whole(text_string(&path), put_bytes, &bytes, step->err);
}

int window_own_directory(const struct window_step *step, struct text *ret)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	text_appendf(ret, "%s/cohorts/%s/%s", step->office->dir, step->cohort->task, name);
	return paths_make_private(text_string(ret), step->err);
}
