/*
 * The drop folder of a window, as a party lists it by itself: DROP/TASK/WEEK/RANDOM.ekr, one folder a week. Anybody of the team can put
 * anything there, and take it away or change it while it is read, so a file is opened once, never through a link, never waited for, and read
 * only when it is a plain file of an envelope's size. Whatever else has a name of ours is a malformed envelope: it is counted, and stops
 * nothing. Only a folder that can't be read at all is an error: it is no smaller folder. So is
 * one of whose envelopes none is open to this office: then it reaches the folder as another account than it should.
 *
 * Files come in the order of the file system, week after week; none of their names is kept.
 */
#ifndef CLIENT_OFFICER_DROP_FOLDER_H
#define CLIENT_OFFICER_DROP_FOLDER_H

#include <dirent.h>

#include <evenkeel/roles.h>

struct drop_folder {
	struct dap_window window;
	DIR *weeks[DAP_LONG_WEEKS]; /* NULL: there is none, or it was read to its end */
	uint64_t week;              /* that is read now, from 0 */
	size_t others;              /* so far: names that are none of ours: half-written, foreign */
	size_t missing;             /* weeks without a folder */
	size_t ours, closed; /* so far: names that are ours, and which of them this office's account may not read */
	const char *path, *task;
	uint8_t bytes[DAP_ENVELOPE_SIZE + 1];
	struct error *err;
};

/* @drop and @task stay the caller's, and what reading says goes to @err. -1: there is no folder of the team, or one cannot be read. */
int drop_folder_open(struct drop_folder *ret, const char *drop, const char *task, struct dap_window window,
		     struct error *err);
/* All files, once. */
struct role_source drop_folder_source(struct drop_folder *folder);
void drop_folder_close(struct drop_folder *folder);

/* Envelopes of a window that is done with go; nothing else does. *@ret_count: how many went. -1: some may be left. */
int drop_folder_empty(const char *drop, const char *task, struct dap_window window, size_t *ret_count,
		      struct error *err);

/* Can this office list the folders of all weeks of the quarter that there are? -1: what stands in the way, and what to do. */
int drop_folder_check(const char *drop, const char *task, uint32_t quarter, struct error *err);

#endif
